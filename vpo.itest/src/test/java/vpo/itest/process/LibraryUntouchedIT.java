package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A library of thousands of rows is not changed by a single byte, nor gets company. */
class LibraryUntouchedIT extends ProcessTest {
    private static final int FILES = 5000;

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void byStartHealthAndStop(String journalMode) throws Exception {
        Path place = folder.resolve("media/library.db");
        Databases.create(place);
        Databases.fill(place, FILES, journalMode);
        Path copy = Files.copy(place, folder.resolve("copy.db"));
        var modified = Files.getLastModifiedTime(place);
        long neighbours = neighbours(place);

        DaemonProcess daemon = started(daemon().arguments("--database", place.toString()).serve()).awaitRunning();
        for (int i = 0; i < 20; i++) {
            assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
            assertThat(daemon.get("/readyz?verbose").statusCode()).isEqualTo(200);
        }
        // The monitor looks once a second.
        daemon.letRun(2500);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();

        assertThat(place).hasSameBinaryContentAs(copy);
        assertThat(Files.getLastModifiedTime(place)).isEqualTo(modified);
        assertThat(neighbours(place)).isEqualTo(neighbours);
        assertThat(Databases.text(place, "SELECT count(*) FROM tracks")).isEqualTo(Integer.toString(3 * FILES));
        assertThat(Databases.text(place, "PRAGMA journal_mode")).isIn(journalMode, "delete");
    }

    private static long neighbours(Path file) throws Exception {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.count();
        }
    }
}
