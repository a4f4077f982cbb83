package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the library in every state that others may leave it in, and leaves it so. */
class LibraryReaderTest {
    private static final String COUNT = "SELECT count(*) FROM files WHERE extension = 'mkv'";
    private static final String CHANGE = "UPDATE files SET extension = 'avi' WHERE id = 1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void changesNothing(String mode) throws SQLException {
        Path path = library(mode);
        Map<String, String> before = Databases.prints(folder);
        try (Connection connection = reader(path).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("20");
            assertThat(Databases.rows(connection, "PRAGMA journal_mode")).containsExactly(
                    mode.equals("wal") ? "wal" : "delete");
        }
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "truncate", "persist", "wal"})
    void refusesToWrite(String mode) throws SQLException {
        Path path = library(mode);
        Map<String, String> before = Databases.prints(folder);
        try (Connection connection = reader(path).getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : new String[]{CHANGE, "DELETE FROM files", "CREATE TABLE t (a)", "DROP TABLE tracks",
                    "INSERT INTO _meta VALUES ('a', 'b')"}) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class)
                        .hasMessageContaining("readonly");
            }
        }
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsALogThatACrashLeft(boolean withSharedMemory) throws Exception {
        Path path = library("wal");
        OtherProcess.running(path, CHANGE).crash();
        if (!withSharedMemory) {
            Files.delete(folder.resolve("library.db-shm"));
        }
        Map<String, String> before = Databases.prints(folder);
        assertThat(before).containsKey("library.db-wal");
        for (int i = 0; i < 2; i++) {
            try (Connection connection = reader(path).getConnection()) {
                assertThat(Databases.rows(connection, COUNT)).containsExactly("19");
            }
        }
        // The shared memory is no part of the library: every reader may make it anew.
        assertThat(Databases.prints(folder)).containsEntry("library.db", before.get("library.db"))
                .containsEntry("library.db-wal", before.get("library.db-wal"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsBesideALogWithoutContent(boolean withSharedMemory) throws Exception {
        Path path = library("wal");
        Files.createFile(folder.resolve("library.db-wal"));
        if (withSharedMemory) {
            Files.createFile(folder.resolve("library.db-shm"));
        }
        Map<String, String> before = Databases.prints(folder);
        try (Connection connection = reader(path).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("20");
        }
        assertThat(Databases.prints(folder)).containsEntry("library.db", before.get("library.db"))
                .containsEntry("library.db-wal", before.get("library.db-wal"));
    }

    @Test
    void readsBesideAnotherProcessThatWrites() throws SQLException {
        Path path = library("wal");
        try (OtherProcess _ = OtherProcess.running(path, CHANGE, "BEGIN IMMEDIATE", "DELETE FROM files");
                Connection connection = new LibraryReader(path, Duration.ZERO).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("19");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void seesWhatIsCommittedLater(String mode) throws SQLException {
        Path path = library(mode);
        try (Connection connection = reader(path).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("20");
            OtherProcess.running(path, CHANGE).close();
            assertThat(Databases.rows(connection, COUNT)).containsExactly("19");
        }
    }

    /** What an "immutable" file would not give: the other process moves its pages into the file meanwhile. */
    @Test
    void holdsItsViewWhileOthersWrite() throws SQLException {
        Path path = Databases.library(folder.resolve("library.db"), "wal", 5000);
        try (Connection connection = reader(path).getConnection()) {
            connection.setAutoCommit(false);
            assertThat(Databases.rows(connection, COUNT)).containsExactly("5000");
            OtherProcess.running(path, "DELETE FROM files", "PRAGMA wal_checkpoint", "VACUUM").close();
            assertThat(Databases.rows(connection, COUNT)).containsExactly("5000");
            assertThat(Databases.rows(connection, "PRAGMA integrity_check")).containsExactly("ok");
            connection.commit();
            assertThat(Databases.rows(connection, COUNT)).containsExactly("0");
        }
    }

    @Test
    void undoesWhatACrashLeftHalfDone() throws Exception {
        Path path = Databases.library(folder.resolve("library.db"), "delete", 2000);
        OtherProcess.running(path, "PRAGMA cache_size = 1", "BEGIN", "UPDATE files SET extension = 'avi'").crash();
        assertThat(folder.resolve("library.db-journal")).isNotEmptyFile();
        try (Connection connection = reader(path).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("2000");
        }
        assertThat(folder.resolve("library.db-journal")).doesNotExist();
    }

    @Test
    void waitsForAWriterInARollbackModeButNotForEver() {
        Path path = library("delete");
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
            assertThatThrownBy(() -> new LibraryReader(path, Duration.ofMillis(50)).getConnection())
                    .isInstanceOf(SQLException.class).hasMessageContaining(path.toString())
                    .hasMessageContaining("locked");
        }
    }

    @Test
    void doesNotStandInTheWayOfTheFirstWriter() throws SQLException {
        Path path = library("delete");
        try (Connection idle = reader(path).getConnection();
                Connection writer = new LibraryDataSource(path, Duration.ZERO).getConnection()) {
            assertThat(Databases.rows(writer, "PRAGMA journal_mode")).containsExactly("wal");
            try (Statement statement = writer.createStatement()) {
                statement.execute(CHANGE);
            }
            assertThat(Databases.rows(idle, COUNT)).containsExactly("19");
        }
        try (Connection connection = reader(path).getConnection()) {
            assertThat(Databases.rows(connection, COUNT)).containsExactly("19");
        }
    }

    @Test
    void neverCreatesADeletedLibrary() {
        Path path = folder.resolve("library.db");
        assertThatThrownBy(() -> reader(path).getConnection()).isInstanceOf(SQLException.class)
                .hasMessageContaining(path.toString());
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void refusesAFileThatIsNoLibrary(String mode) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path other = Databases.sql(folder.resolve("other"), "CREATE TABLE albums (id)",
                "PRAGMA journal_mode = " + mode);
        Path newer = Databases.sql(Databases.library(folder.resolve("newer"), mode),
                "UPDATE _meta SET value = '8'");
        Map<String, String> before = Databases.prints(folder);
        for (Path file : new Path[]{empty, other, newer}) {
            assertThatThrownBy(() -> reader(file).getConnection()).isInstanceOf(SQLException.class)
                    .hasMessageContaining(file.toString());
        }
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    @Test
    void endsWithTheComponent() {
        LibraryReader reader = reader(library("wal"));
        reader.close();
        assertThatThrownBy(reader::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("closed");
    }

    private Path library(String mode) {
        return Databases.library(folder.resolve("library.db"), mode);
    }

    private static LibraryReader reader(Path path) {
        return new LibraryReader(path, Databases.WAIT);
    }
}
