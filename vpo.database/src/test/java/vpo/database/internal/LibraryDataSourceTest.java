package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
