package vpo.admin.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Body;

class UploadsTest {
    @TempDir
    Path data;

    private Path folder;
    private Uploads uploads;

    @BeforeEach
    void begin() {
        folder = data.resolve("uploads");
        uploads = new Uploads(folder, 10);
    }

    private static Body body(long length, InputStream stream) {
        return new Body("application/octet-stream", length, stream);
    }

    private static Body body(long length, int bytes) {
        return body(length, new ByteArrayInputStream(new byte[bytes]));
    }

    @Test
    void a_file_is_the_daemons_alone_and_gone_when_it_is_done_with() throws Exception {
        try (Uploads.Upload upload = uploads.receive(body(-1, 10))) {
            assertThat(upload.file()).hasSize(10).hasParentRaw(folder);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(upload.file())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void one_byte_too_many_is_refused_whether_it_is_announced_or_not() throws Exception {
        assertThatThrownBy(() -> uploads.receive(body(11, 0))).isInstanceOf(ApiException.class);
        assertThat(folder).doesNotExist();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> uploads.receive(body(-1, 11))).isInstanceOf(ApiException.class)
                    .hasMessageContaining("more than 10 bytes");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_breaks_off_leaves_nothing() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> uploads.receive(body(5, broken))).isInstanceOf(IOException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void there_are_two_at_once() throws Exception {
        try (Uploads.Upload _ = uploads.receive(body(1, 1)); Uploads.Upload _ = uploads.receive(body(1, 1))) {
            assertThatThrownBy(() -> uploads.receive(body(1, 1))).isInstanceOf(ApiException.class)
                    .hasMessageContaining("try again");
        }
        uploads.receive(body(1, 1)).close();
    }

    @Test
    void what_was_left_behind_is_deleted() throws Exception {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("upload1.jar"), "left");
        assertThat(new Uploads(folder, 10)).isNotNull();
        assertThat(folder).isEmptyDirectory();
    }
}
