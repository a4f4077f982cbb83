package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.plugin.scan.library.ScanOptions;

class ScanRequestTest {

    private static ScanRequest of(String... folders) {
        return new ScanRequest(Stream.of(folders).map(Path::of).toList(), ScanOptions.INCREMENTAL);
    }

    @Test
    void leavesOutWhatIsBelow() {
        assertThat(of("/m/tv", "/m/tv/x", "/m/tv2", "/m/tv").label()).isEqualTo("/m/tv, /m/tv2");
        assertThatThrownBy(ScanRequestTest::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatAWalkDoesNotComeTo(@TempDir Path folder) throws IOException {
        Path usb = Files.createSymbolicLink(folder.resolve("usb"), Files.createDirectory(folder.resolve("elsewhere")));
        Path hidden = Files.createDirectories(folder.resolve(".films/old"));
        Path plain = Files.createDirectory(folder.resolve("plain"));
        assertThat(of(folder.toString(), usb.toString(), hidden.toString(), plain.toString()).roots())
                .containsExactly(folder, usb, hidden);
    }

    @Test
    void overlapsByWholeFolders() {
        assertThat(of("/m/tv").overlaps(of("/m/tv2"))).isFalse();
        assertThat(of("/m/tv").overlaps(of("/n", "/m/tv/x"))).isTrue();
        assertThat(of("/n", "/m/tv/x").overlaps(of("/m/tv"))).isTrue();
        assertThat(of("/m/tv").overlaps(of("/"))).isTrue();
    }
}
