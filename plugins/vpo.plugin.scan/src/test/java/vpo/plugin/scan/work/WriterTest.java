package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
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

    /** As SQLite does where the disk is full: then there is nothing left to roll back. */
    @Test
    void what_the_database_undoes_by_itself_is_told_as_it_is_and_the_next_try_writes_all() throws Exception {
        DataSource library = Libraries.create(folder.resolve("library.db"));
        try (Connection connection = library.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON files WHEN new.filename = 'b.avi'"
                    + " BEGIN SELECT RAISE(ROLLBACK, 'no room is left'); END");
            Writer writer = new Writer(connection, 1, () -> NOW, _ -> {});
            writer.add(file("/m/a.avi"));
            writer.add(file("/m/b.avi"));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> writer.write("job", 0)).hasMessageContaining("no room is left");
                assertThat(Rows.of(library, "SELECT path FROM files")).isEmpty();
            }
            statement.execute("DROP TRIGGER full");
            writer.write("job", 0);
            assertThat(Rows.of(library, "SELECT path FROM files ORDER BY 1")).containsExactly("/m/a.avi", "/m/b.avi");
        }
    }
}
