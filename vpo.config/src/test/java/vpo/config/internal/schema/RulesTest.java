package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
    @TempDir
    private Path folder;

    @Test
    void a_directory_is_one_that_is_there_or_may_be_made() throws Exception {
        assertThat(directory(folder)).isEqualTo(folder.toString());
        assertThat(directory(folder.resolve("a/b"))).isEqualTo(folder.resolve("a/b").toString());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        assertThat(directory(link)).isEqualTo(link.toString());
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> directory(file)).isInstanceOf(InvalidValueException.class)
                .hasMessage("Not a directory");
    }

    @Test
    void why_a_directory_cannot_be_looked_at_is_told() throws IOException {
        assertThatThrownBy(() -> directory(folder.resolve("n".repeat(256))))
                .hasMessage("Cannot be looked at: File name too long");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThatThrownBy(() -> directory(loop)).hasMessageStartingWith("Cannot be looked at: Too many levels");
    }

    @Test
    void a_directory_below_one_that_may_not_be_searched_is_told_as_such() throws IOException {
        Path locked = Files.createDirectories(folder.resolve("locked/sub")).getParent();
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isExecutable(locked), "root may search everywhere");
            assertThatThrownBy(() -> directory(locked.resolve("sub"))).hasMessage("Permission denied");
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static Object directory(Path path) throws InvalidValueException {
        return Rules.directory().check().apply(path.toString());
    }
}
