package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.database.internal.Libraries;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.library.ScannedFile;
import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.Probe;

class WriterTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:45:23.5Z");

    @TempDir
    private Path folder;

    private static ScannedFile file(String path) {
        return new ScannedFile(new FoundFile(Path.of(path), new FileStamp(1, NOW)), Optional.of("xxh64:1:2:1"),
                Optional.of(new Probe(Optional.of("avi"), List.of())), Optional.empty());
    }

    @Test
    void what_an_error_interrupts_is_written_not_at_all_and_afterwards_whole() throws Exception {
        DataSource library = Libraries.create(folder.resolve("library.db"));
        AtomicInteger asked = new AtomicInteger();
        try (Connection connection = library.getConnection()) {
            Writer writer = new Writer(connection, 1, () -> {
                if (asked.incrementAndGet() == 2) {
                    throw new OutOfMemoryError("said so");
                }
                return NOW;
            }, _ -> {});
            writer.add(file("/m/a.avi"));
            writer.add(file("/m/b.avi"));
            assertThatThrownBy(() -> writer.write("job", 0)).hasMessage("said so");
            assertThat(Rows.of(library, "SELECT path FROM files")).isEmpty();
            writer.write("job", 0);
            assertThat(Rows.of(library, "SELECT path FROM files ORDER BY 1")).containsExactly("/m/a.avi", "/m/b.avi");
        }
    }
}
