package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.access.internal.password.PasswordHash;

class PasswordFileTest {
    @TempDir
    private Path folder;

    @Test
    void replaces_what_was_there_and_follows_no_link() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path secret = Files.writeString(folder.resolve("secret"), "kept");
        Path file = data.resolve(PasswordHash.FILE);
        Files.createSymbolicLink(file, secret);
        Files.createSymbolicLink(data.resolve(PasswordHash.FILE + ".part"), secret);
        PasswordHash hash = PasswordHash.of("four words are long".toCharArray());
        PasswordFile written = new PasswordFile(data);
        written.write(hash);
        written.write(hash);
        assertThat(secret).hasContent("kept");
        assertThat(file).hasContent(hash.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(written.remove()).isTrue();
        assertThat(written.remove()).isFalse();
        assertThat(data).isEmptyDirectory();
    }
}
