package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks and checks leave every file as it is. */
class LibraryFileTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void changesNothingInAQuietLibrary(String mode) {
        Path path = Databases.library(folder.resolve("library.db"), mode);
        assertLeavesAlone(path, Databases.prints(folder));
    }

    @Test
    void changesNothingBesideAWriterInAnotherProcess() {
        for (String mode : new String[]{"delete", "wal"}) {
            Path path = Databases.library(folder.resolve(mode), mode);
            try (OtherProcess _ = OtherProcess.running(path, "BEGIN IMMEDIATE", "UPDATE files SET extension = 'avi'")) {
                assertLeavesAlone(path, withoutSharedMemory());
            }
        }
    }

    @Test
    void changesNeitherTheFileNorTheLogThatALiveWriterHasFilled() {
        Path path = Databases.library(folder.resolve("library.db"), "wal");
        try (OtherProcess _ = OtherProcess.running(path, "UPDATE files SET extension = 'avi'")) {
            Map<String, String> before = withoutSharedMemory();
            assertThat(before).containsKey("library.db-wal");
            assertLeavesAlone(path, before);
            assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files")).containsExactly("avi");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changesNeitherTheFileNorTheLogThatACrashedWriterLeft(boolean withSharedMemory) throws Exception {
        Path path = Databases.library(folder.resolve("library.db"), "wal");
        OtherProcess.running(path, "UPDATE files SET extension = 'avi'").crash();
        if (!withSharedMemory) {
            Files.delete(folder.resolve("library.db-shm"));
        }
        assertThat(folder.resolve("library.db-wal")).isNotEmptyFile();
        assertLeavesAlone(path, withoutSharedMemory());
        assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files")).containsExactly("avi");
    }

    @Test
    void readsTheLogBesideTheFileThatALinkLeadsTo() throws Exception {
        Path path = Databases.library(Files.createDirectory(folder.resolve("real")).resolve("library.db"), "wal");
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), path);
        try (OtherProcess _ = OtherProcess.running(path, "UPDATE _meta SET value = '8'")) {
            assertThat(library(link).look(SHORT)).isEqualTo(new Finding(Finding.Kind.NEWER, "8"));
        }
    }

    @Test
    void givesUpACheckWithoutAVerdict() {
        Path path = Databases.library(folder.resolve("library.db"), "delete", 20_000);
        assertThat(library(path).check(SHORT, () -> true)).isEmpty();
        assertThat(library(path).check(SHORT, () -> false)).contains(Finding.USABLE);
    }

    @Test
    void aStampChangesWithTheFileAndItsLog() throws Exception {
        Path path = Databases.library(folder.resolve("library.db"), "wal");
        LibraryFile library = library(path);
        var quiet = library.stamp();
        assertThat(library.stamp()).isEqualTo(quiet).isPresent();
        try (OtherProcess _ = OtherProcess.running(path, "UPDATE files SET extension = 'avi'")) {
            assertThat(library.stamp()).isNotEqualTo(quiet).isPresent();
        }
        Files.copy(path, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        var before = library.stamp();
        Files.move(folder.resolve("copy"), path, StandardCopyOption.REPLACE_EXISTING);
        assertThat(library.stamp()).as("another file with the same size and time").isNotEqualTo(before).isPresent();
        Files.delete(path);
        assertThat(library.stamp()).isEmpty();
    }

    /** As one that is being copied. */
    @Test
    void isNotCalledDamagedWhileItNeverHoldsStill() throws Exception {
        Path path = Files.writeString(folder.resolve("library.db"), "part");
        Finding damaged = new Finding(Finding.Kind.DAMAGED, "cut off");
        assertThat(library(path).steady(() -> {
            grow(path);
            return damaged;
        }, LibraryFile::undecided).kind()).isEqualTo(Finding.Kind.LOCKED);
        assertThat(library(path).steady(() -> damaged, LibraryFile::undecided)).isEqualTo(damaged);
    }

    private static void grow(Path path) {
        try {
            Files.writeString(path, "more", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertLeavesAlone(Path path, Map<String, String> before) {
        LibraryFile library = library(path);
        assertThat(library.look(SHORT)).isEqualTo(Finding.USABLE);
        assertThat(library.check(SHORT, () -> false)).contains(Finding.USABLE);
        assertThat(withoutSharedMemory()).isEqualTo(before);
    }

    /** The shared memory is an index of the log which every reader may rebuild; it holds no content. */
    private Map<String, String> withoutSharedMemory() {
        Map<String, String> prints = Databases.prints(folder);
        prints.keySet().removeIf(name -> name.endsWith("-shm"));
        return prints;
    }

    private static LibraryFile library(Path path) {
        return new LibraryFile(path, Databases.SCHEMA);
    }
}
