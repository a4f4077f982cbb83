package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.LinkOption;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryVerifierTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final Schema schema = Databases.SCHEMA;

    @TempDir
    private Path folder;
    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("a folder? 100% ünï#code.db");
    }

    @Test
    void createsAMissingLibraryAndLeavesNothingBesideIt() throws Exception {
        verify();
        assertUsable();
        assertThat(Databases.prints(folder)).hasSize(1);
    }

    @Test
    void createsTheSchemaInOneTransaction() throws Exception {
        verify();
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(path));
        int changeCounter = header.getInt(24);
        assertThat(changeCounter).as("transactions: the schema, and the change to write-ahead mode").isEqualTo(2);
    }

    @Test
    void createsALibraryInAnEmptyFile() throws Exception {
        Files.createFile(path);
        verify();
        assertUsable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void createsALibraryInADatabaseWithNothingInIt(String mode) throws Exception {
        Databases.sql(path, "CREATE TABLE t (a)", "DROP TABLE t", "PRAGMA journal_mode = " + mode);
        assertThat(path).isNotEmptyFile();
        verify();
        assertUsable();
    }

    @Test
    void followsASymbolicLink() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("library.db");
        Databases.library(real, "wal");
        Files.createSymbolicLink(path, real);
        Map<String, String> before = Databases.prints(real.getParent());
        verify();
        assertThat(Databases.prints(real.getParent())).isEqualTo(before);
    }

    @Test
    void severalAtOnceCreateOneLibrary() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            Callable<Void> verify = () -> {
                new LibraryVerifier(path, schema, Databases.WAIT).verify();
                return null;
            };
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(8, verify))) {
                done.get();
            }
        }
        assertUsable();
    }

    @Test
    void takesMoreThanVersion7Has() throws Exception {
        Databases.library(path, "wal");
        Databases.sql(path, "ALTER TABLE files ADD COLUMN more TEXT", "CREATE TABLE extra (a)",
                "CREATE INDEX extra_a ON extra(a)");
        assertUnchangedByVerify();
    }

    @Test
    void takesThousandsOfRows() throws Exception {
        Databases.library(path, "wal", 50_000);
        assertUnchangedByVerify();
    }

    @Test
    void takesRowsThatBreakARule() throws Exception {
        Databases.library(path, "delete");
        Databases.sql(path, "PRAGMA ignore_check_constraints = ON",
                "INSERT INTO jobs (id, file_path, job_type, created_at) VALUES ('x', '/f', 'other', 'now')");
        assertUnchangedByVerify();
    }

    @Test
    void refusesAMissingFolderAndCreatesNothing() {
        path = folder.resolve("not/there/library.db");
        assertRefused("cannot be created", folder.resolve("not/there") + " does not exist", "mount its disk");
    }

    @Test
    void refusesAFolderThatIsAFile() throws Exception {
        path = Files.createFile(folder.resolve("file")).resolve("library.db");
        assertRefused("is not a folder");
    }

    @Test
    void refusesALinkToNowhere() throws Exception {
        Files.createSymbolicLink(path, folder.resolve("unmounted/library.db"));
        assertRefused("symbolic link");
    }

    @Test
    void refusesALinkToItself() throws Exception {
        Files.createSymbolicLink(path, path);
        assertRefused("cannot be read: Too many levels of symbolic links");
    }

    @Test
    void refusesADirectory() throws Exception {
        Files.createDirectory(path);
        assertRefused("is a directory, not a file");
    }

    @Test
    void refusesAPipeWithoutWaitingForIt() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
        assertRefused("is a special file, not a file");
    }

    @Test
    void refusesTextAndNoise() throws Exception {
        Files.writeString(path, "Hello\n");
        assertRefused("not a SQLite database");
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(path, noise);
        assertRefused("not a SQLite database");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 99, 100, 600, 4096, 5000, 20_480})
    void refusesATruncatedLibrary(int size) throws Exception {
        for (String mode : List.of("delete", "wal")) {
            Databases.library(Files.exists(path) ? rewritten() : path, mode, 1000);
            truncate(size);
            assertRefused("truncated", "backup");
        }
    }

    @Test
    void refusesDamageInTheMiddle() throws Exception {
        Databases.library(path, "wal", 1000);
        damage();
        assertRefused("damaged", "backup");
    }

    @ParameterizedTest
    @CsvSource({"6, vpo scan", "0, vpo scan", "8, a newer VPO wrote it", "27, a newer VPO wrote it"})
    void refusesAnotherVersion(String version, String advice) {
        for (String mode : List.of("delete", "wal")) {
            Databases.library(folder.resolve(mode + version), mode);
            path = Databases.sql(folder.resolve(mode + version), "UPDATE _meta SET value = '" + version + "'");
            assertRefused("has schema version " + version, "needs version 7", advice);
        }
    }

    @Test
    void refusesAVersionThatIsNoNumber() {
        Databases.sql(Databases.library(path, "delete"), "UPDATE _meta SET value = 'seven'");
        assertRefused("\"seven\"");
    }

    @Test
    void refusesOtherDatabases() {
        Databases.sql(path, "CREATE TABLE albums (id)");
        assertRefused("not a VPO library", "no table _meta");
        Databases.sql(path, "CREATE TABLE _meta (key, value)");
        assertRefused("no schema_version");
        Databases.sql(path, "INSERT INTO _meta VALUES ('schema_version', '7')");
        assertRefused("no table files");
    }

    @Test
    void refusesALibraryThatLacksAColumn() {
        Databases.sql(Databases.library(path, "wal"), "ALTER TABLE jobs DROP COLUMN summary_json");
        assertRefused("no column jobs.summary_json");
    }

    @Test
    void refusesALibraryThatAnotherProcessHasLocked() {
        Databases.library(path, "delete");
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
            assertRefused("locked by another process for more than 0.3 s");
        }
    }

    @Test
    void refusesALibraryInWriteAheadModeThatAnotherProcessHasForItself() {
        Databases.library(path, "wal");
        try (OtherProcess _ = OtherProcess.running(path, "PRAGMA locking_mode = EXCLUSIVE",
                "UPDATE files SET extension = 'avi'")) {
            assertRefused("locked by another process");
        }
    }

    @Test
    void refusesAnEmptyFileThatAnotherProcessHasLocked() throws Exception {
        Files.createFile(path);
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
            assertRefused("locked by another process");
        }
    }

    @Test
    void waitsForALock() throws Exception {
        Databases.library(path, "delete");
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<?> verified;
            try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
                verified = pool.submit(() -> {
                    new LibraryVerifier(path, schema, Duration.ofMinutes(5)).verify();
                    return null;
                });
            }
            verified.get();
        }
    }

    @Test
    void canBeInterruptedWhileItWaits() {
        Databases.library(path, "delete");
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> new LibraryVerifier(path, schema, Duration.ofMinutes(5)).verify())
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void aWriterKeepsNobodyOut() throws Exception {
        for (String mode : List.of("delete", "wal")) {
            path = Databases.library(folder.resolve(mode), mode);
            try (OtherProcess _ = OtherProcess.running(path, "BEGIN IMMEDIATE", "UPDATE files SET extension = 'avi'")) {
                verify();
            }
        }
    }

    @Test
    void undoesWhatACrashedWriterLeftHalfDone() throws Exception {
        Databases.library(path, "delete", 2000);
        OtherProcess.running(path, "PRAGMA cache_size = 1", "BEGIN", "UPDATE files SET extension = 'avi'").crash();
        assertThat(path.resolveSibling(path.getFileName() + "-journal")).isNotEmptyFile();
        verify();
        assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files")).containsExactly("mkv");
    }

    @Test
    void finishesACreationThatCrashed() throws Exception {
        Files.createFile(path);
        OtherProcess.running(path, "PRAGMA cache_size = 1", "BEGIN", "CREATE TABLE files (a)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " INSERT INTO files SELECT zeroblob(500) FROM n")
                .crash();
        assertThat(path.resolveSibling(path.getFileName() + "-journal")).isNotEmptyFile();
        assertThat(path).isNotEmptyFile();
        verify();
        assertUsable();
    }

    @ParameterizedTest
    @CsvSource({"wal, missing", "wal, empty", "delete, missing"})
    void refusesALogWhoseFileIsGone(String mode, String state) throws Exception {
        Databases.library(path, mode, 2000);
        String change = "UPDATE files SET extension = 'avi'";
        OtherProcess writer = mode.equals("wal")
                ? OtherProcess.running(path, change)
                : OtherProcess.running(path, "PRAGMA cache_size = 1", "BEGIN", change);
        writer.crash();
        Path file = Files.move(path, folder.resolve("file"));
        Path log = path.resolveSibling(path.getFileName() + (mode.equals("wal") ? "-wal" : "-journal"));
        assertThat(log).isNotEmptyFile();
        if (state.equals("empty")) {
            Files.createFile(path);
        }
        assertRefused("is " + state, log.toString(), "put the file back");
        Files.move(file, path, StandardCopyOption.REPLACE_EXISTING);
        verify();
        assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files"))
                .containsExactly(mode.equals("wal") ? "avi" : "mkv");
    }

    @Test
    void takesALogWithoutContentForNone() throws Exception {
        Files.createFile(path.resolveSibling(path.getFileName() + "-wal"));
        Files.createFile(path.resolveSibling(path.getFileName() + "-journal"));
        verify();
        assertUsable();
    }

    private void verify() throws DatabaseException, InterruptedException {
        new LibraryVerifier(path, schema, SHORT).verify();
    }

    private void assertUsable() {
        assertThat(new LibraryFile(path, schema).look(SHORT)).isEqualTo(Finding.USABLE);
    }

    private void assertUnchangedByVerify() throws Exception {
        Map<String, String> before = Databases.prints(folder);
        verify();
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    /** Refused with one line that names the path, and nothing is changed. */
    private void assertRefused(String... parts) {
        Map<String, FileTime> before = times();
        assertThatThrownBy(this::verify).isInstanceOf(DatabaseException.class).hasMessageContainingAll(parts)
                .hasMessageStartingWith("The database " + path).message().doesNotContain("\n");
        assertThat(times()).isEqualTo(before);
    }

    private Map<String, FileTime> times() {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, FileTime> times = new TreeMap<>();
            for (Path file : files.toList()) {
                if (!file.toString().endsWith("-shm")) {
                    times.put(file + (Files.isRegularFile(file) ? " " + Files.size(file) : ""),
                            Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
                }
            }
            return times;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path rewritten() throws IOException {
        Files.delete(path);
        return path;
    }

    private void truncate(long size) throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private void damage() throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] noise = new byte[8192];
            new Random(2).nextBytes(noise);
            file.seek(file.length() / 2 / 4096 * 4096);
            file.write(noise);
        }
    }
}
