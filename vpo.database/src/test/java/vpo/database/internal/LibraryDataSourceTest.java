package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryDataSourceTest {
    @TempDir
    private Path folder;
    private Path path;

    @BeforeEach
    void library() {
        path = Databases.library(folder.resolve("library.db"), "delete");
    }

    @Test
    void setsThePragmas() throws SQLException {
        try (Connection connection = dataSource(Databases.WAIT).getConnection()) {
            assertThat(pragma(connection, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).as("NORMAL").isEqualTo("1");
            assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
            assertThat(pragma(connection, "temp_store")).as("MEMORY").isEqualTo("2");
        }
    }

    @Test
    void readersNeverWaitForAWriter() throws SQLException {
        // With a timeout of 0 a reader that had to wait would fail at once.
        DataSource dataSource = dataSource(Duration.ZERO);
        try (Connection writer = dataSource.getConnection(); Statement write = writer.createStatement()) {
            writer.setAutoCommit(false);
            write.execute("UPDATE files SET extension = 'avi'");
            try (Connection reader = dataSource.getConnection(); Statement read = reader.createStatement()) {
                assertThat(Databases.rows(reader, "SELECT DISTINCT extension FROM files")).containsExactly("mkv");
                assertThatThrownBy(() -> read.execute("DELETE FROM files")).as("a second writer, on the other hand")
                        .isInstanceOf(SQLException.class).hasMessageContaining("locked");
            }
            writer.commit();
        }
        assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files")).containsExactly("avi");
    }

    @Test
    void neverCreatesADeletedLibrary() throws Exception {
        Files.delete(path);
        assertThatThrownBy(() -> dataSource(Databases.WAIT).getConnection()).isInstanceOf(SQLException.class)
                .hasMessageContaining(path.toString());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void neverWritesIntoAFileThatIsNoLibrary() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path other = Databases.sql(folder.resolve("other"), "CREATE TABLE albums (id)");
        Path newer = Databases.sql(Databases.library(folder.resolve("newer"), "delete"),
                "UPDATE _meta SET value = '8'");
        var before = Databases.prints(folder);
        for (Path file : new Path[]{empty, other, newer}) {
            assertThatThrownBy(() -> new LibraryDataSource(file, Databases.WAIT).getConnection())
                    .isInstanceOf(SQLException.class).hasMessageContaining(file.toString());
        }
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    @Test
    void leavesNothingBesideTheFileWhenTheLastConnectionCloses() throws SQLException {
        try (Connection connection = dataSource(Databases.WAIT).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE files SET extension = 'avi'");
        }
        assertThat(Databases.prints(folder)).containsOnlyKeys("library.db");
    }

    /** As one that is restored from a backup while a scan runs. */
    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void leavesAFileAloneThatReplacesOneInUse(String mode) throws Exception {
        DataSource dataSource = dataSource(Databases.WAIT);
        LibraryReader reader = new LibraryReader(path, Databases.WAIT);
        Path backup = Databases.library(folder.resolve("backup"), mode, 5000);
        String print = Databases.prints(folder).get("backup");
        try (Connection writer = dataSource.getConnection(); Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            write.execute("BEGIN IMMEDIATE");
            write.execute("DELETE FROM files");
            Files.move(backup, path, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(writer::createStatement).isInstanceOf(SQLException.class)
                    .hasMessageContaining("replaced");
            assertThatThrownBy(() -> write.execute("COMMIT")).isInstanceOf(SQLException.class)
                    .hasMessageContaining("replaced");
            assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class)
                    .hasMessageContaining(path.toString()).hasMessageContaining("replaced");
            assertThatThrownBy(reader::getConnection).isInstanceOf(SQLException.class)
                    .hasMessageContaining("replaced");
            LibraryFile library = new LibraryFile(path, Databases.SCHEMA);
            assertThat(library.look(Databases.WAIT).kind()).isEqualTo(Finding.Kind.REPLACED);
            assertThat(library.check(Databases.WAIT, () -> false)).map(Finding::kind).contains(Finding.Kind.REPLACED);
        }
        assertThat(Databases.prints(folder)).containsEntry("library.db", print);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(Databases.rows(connection, "SELECT count(*), min(extension) FROM files"))
                    .containsExactly("5000|mkv");
            assertThat(Databases.rows(connection, "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    @Test
    void movesTheLogIntoItsOwnFileThoughThatWasMovedAway() throws Exception {
        Path moved = folder.resolve("moved");
        try (Connection writer = dataSource(Databases.WAIT).getConnection();
                Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            Files.move(path, moved);
            assertThatThrownBy(writer::createStatement).isInstanceOf(SQLException.class)
                    .hasMessageContaining("deleted");
        }
        assertThat(folder.resolve("library.db-wal")).satisfiesAnyOf(wal -> assertThat(wal).doesNotExist(),
                wal -> assertThat(wal).isEmptyFile());
        assertThat(Databases.rows(moved, "SELECT DISTINCT extension FROM files")).containsExactly("avi");
    }

    @Test
    void keepsAFileFromTheLogOfAnotherThatCouldNotBeEmptied() throws Exception {
        DataSource dataSource = dataSource(Duration.ZERO);
        Path backup = Databases.library(folder.resolve("backup"), "wal", 5000);
        Path log = folder.resolve("library.db-wal");
        try (Connection writer = dataSource.getConnection(); Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            try (Connection reader = new LibraryReader(path, Duration.ZERO).getConnection()) {
                reader.setAutoCommit(false);
                assertThat(Databases.rows(reader, "SELECT DISTINCT extension FROM files")).containsExactly("avi");
                Files.move(backup, path, StandardCopyOption.REPLACE_EXISTING);
                writer.close();
            }
        }
        assertThat(log).isNotEmptyFile();
        assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class)
                .hasMessageContaining("the write-ahead log " + log);
        Files.delete(log);
        try (Connection connection = dataSource.getConnection()) {
            assertThat(Databases.rows(connection, "SELECT count(*), min(extension) FROM files"))
                    .containsExactly("5000|mkv");
        }
    }

    @Test
    void takesAFileWithItsOwnLogOnceTheOneBeforeIsClosed() throws Exception {
        DataSource dataSource = dataSource(Databases.WAIT);
        Path backup = Databases.library(folder.resolve("backup"), "wal", 5000);
        Path log = folder.resolve("library.db-wal");
        try (OtherProcess _ = OtherProcess.running(backup, "UPDATE files SET extension = 'mov'")) {
            Files.copy(backup, folder.resolve("copy"));
            Files.copy(folder.resolve("backup-wal"), folder.resolve("copy-wal"));
        }
        try (Connection writer = dataSource.getConnection(); Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            Files.move(folder.resolve("copy"), path, StandardCopyOption.REPLACE_EXISTING);
            Files.move(folder.resolve("copy-wal"), log, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(log).isNotEmptyFile();
        try (Connection connection = dataSource.getConnection()) {
            assertThat(Databases.rows(connection, "SELECT count(*), min(extension) FROM files"))
                    .containsExactly("5000|mov");
        }
    }

    /** A reader that is the last one to close can do nothing else. */
    @Test
    void keepsAFileFromTheLogThatAReaderHasLeft() throws Exception {
        DataSource dataSource = dataSource(Databases.WAIT);
        Path backup = Databases.library(folder.resolve("backup"), "wal", 5000);
        try (Connection writer = dataSource.getConnection(); Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            try (Connection _ = new LibraryReader(path, Databases.WAIT).getConnection()) {
                writer.close();
            }
        }
        assertThat(folder.resolve("library.db-wal")).isNotEmptyFile();
        assertThat(Databases.rows(path, "SELECT DISTINCT extension FROM files")).as("the file that it belongs to")
                .containsExactly("avi");
        Files.move(backup, path, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class)
                .hasMessageContaining("is left of another file");
    }

    @Test
    void endsWithTheComponent() {
        LibraryDataSource dataSource = dataSource(Databases.WAIT);
        dataSource.close();
        assertThatThrownBy(dataSource::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("closed");
    }

    @Test
    void offersNothingOfTheDriver() throws Exception {
        DataSource dataSource = dataSource(Databases.WAIT);
        assertThat(dataSource.isWrapperFor(DataSource.class)).isTrue();
        assertThat(dataSource.unwrap(DataSource.class)).isSameAs(dataSource);
        assertThatThrownBy(() -> dataSource.unwrap(Connection.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> dataSource.getConnection("me", "secret")).isInstanceOf(SQLException.class);
        assertThat(DriverManager.drivers()).as("would outlive the bundle")
                .noneMatch(driver -> driver.getClass().getClassLoader() != ClassLoader.getSystemClassLoader());
    }

    private LibraryDataSource dataSource(Duration busyTimeout) {
        return new LibraryDataSource(path, busyTimeout);
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        return Databases.rows(connection, "PRAGMA " + name).getFirst();
    }
}
