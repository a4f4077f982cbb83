package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckEndTest {
    @TempDir
    private Path folder;
    private long millis;
    private int looks;
    private boolean replaced;

    private final CheckEnd end = end(Duration.ofSeconds(8));

    @Test
    void comesAtTheLimit() {
        millis = 8000;
        assertThat(end.getAsBoolean()).isFalse();
        millis = 8001;
        assertThat(end.getAsBoolean()).isTrue();
    }

    @Test
    void comesWithinASecondForAFileThatWasReplaced() {
        millis = 500;
        assertThat(end.getAsBoolean()).isFalse();
        replaced = true;
        millis = 1000;
        assertThat(end.getAsBoolean()).isTrue();
        millis = 1001;
        assertThat(end.getAsBoolean()).as("also of another try").isTrue();
    }

    @Test
    void looksAtTheFileOnceASecondAtMost() {
        for (millis = 0; millis < 8000; millis += 10) {
            assertThat(end.getAsBoolean()).isFalse();
        }
        assertThat(looks).isEqualTo(7);
    }

    @Test
    void endsTheCheckOfAFileThatWasReplaced() throws Exception {
        Path path = Databases.library(folder.resolve("library.db"), "wal", 1000);
        Path other = Databases.library(folder.resolve("other"), "wal", 1000);
        LibraryFile library = new LibraryFile(path, Databases.SCHEMA);
        var stamp = library.stamp().orElseThrow();
        assertThat(library.isReplaced(stamp)).isFalse();
        assertThat(library.check(Databases.WAIT, end(Duration.ofHours(1)))).contains(Finding.USABLE);
        CheckEnd atOnce = new CheckEnd(() -> TimeUnit.SECONDS.toNanos(millis++), Duration.ofHours(1),
                () -> library.isReplaced(stamp));
        assertThat(library.check(Databases.WAIT, () -> {
            if (Files.exists(other)) {
                replace(path, other);
            }
            return atOnce.getAsBoolean();
        })).isEmpty();
        assertThat(library.isReplaced(stamp)).isTrue();
    }

    private static void replace(Path path, Path other) {
        try {
            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CheckEnd end(Duration limit) {
        return new CheckEnd(() -> TimeUnit.MILLISECONDS.toNanos(millis), limit, () -> {
            looks++;
            return replaced;
        });
    }
}
