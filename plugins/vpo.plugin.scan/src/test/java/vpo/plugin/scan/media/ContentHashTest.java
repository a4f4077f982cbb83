package vpo.plugin.scan.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentHashTest {
    @TempDir
    private Path folder;

    private String hash(byte[] content) throws IOException {
        return ContentHash.of(Files.write(folder.resolve("file"), content));
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Test
    void isThatOfTheExistingProgram() throws IOException {
        assertThat(hash(new byte[0])).isEqualTo("xxh64:ef46db3751d8e999:ef46db3751d8e999:0");
        assertThat(hash("abc".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("xxh64:44bc2cf5ad770999:44bc2cf5ad770999:3");
        assertThat(hash(pattern(131_072))).isEqualTo("xxh64:316c40df46fe2584:ef9351138cb73d53:131072");
    }

    /** What it leads to may be anybody's, and was not looked at. */
    @Test
    void followsNoLink() throws IOException {
        hash(pattern(10));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));
        assertThatThrownBy(() -> ContentHash.of(link)).isInstanceOf(IOException.class);
    }

    @Test
    void readsSmallFilesWhole() throws IOException {
        String[] parts = hash(pattern(131_071)).split(":");
        assertThat(parts[1]).isEqualTo(parts[2]);
        byte[] other = pattern(131_071);
        other[65_536]++;
        assertThat(hash(other).split(":")[1]).isNotEqualTo(parts[1]);
    }

    @Test
    void readsBothEndsOfLargeFilesOnly() throws IOException {
        byte[] large = pattern(400_000);
        String before = hash(large);
        large[200_000]++;
        assertThat(hash(large)).isEqualTo(before);
        large[65_535]++;
        assertThat(hash(large)).isNotEqualTo(before);
        byte[] end = pattern(400_000);
        end[400_000 - 65_536]++;
        assertThat(hash(end)).isNotEqualTo(before).startsWith(before.substring(0, 22));
        assertThat(hash(Arrays.copyOf(end, 399_999))).endsWith(":399999");
    }

    @Test
    void tellsThatAFileIsGone() {
        assertThatThrownBy(() -> ContentHash.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
