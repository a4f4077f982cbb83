package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.junit.Test;

import vpo.api.start.StartConditions;
import vpo.database.DatabaseMonitor;

/** The library's database, from the configuration to the services. */
public class DatabaseIT extends InContainer {
    private static final String LIBRARY = "(vpo.database=library)";
    private static final String READER = "(vpo.database=library-reader)";

    @Test
    public void withoutConfigurationThereIsNoDatabase() throws Exception {
        assertThat(references(DataSource.class, LIBRARY)).isEmpty();
        assertThat(isThere(DatabaseMonitor.class)).isFalse();
        assertThat(isMet(StartConditions.DATABASE_VERIFIED)).isFalse();
        assertThat(data().resolve("library.db")).doesNotExist();
    }

    @Test
    public void withItThereAreConnectionsAMonitorAndTheCondition() throws Exception {
        configure();
        awaitCondition(StartConditions.DATABASE_VERIFIED);
        assertThat(service(DatabaseMonitor.class).status().connected()).isTrue();
        assertThat(data().resolve("library.db")).isNotEmptyFile();
        try (Connection connection = service(DataSource.class, LIBRARY).getConnection()) {
            assertThat(query(connection, "SELECT value FROM _meta WHERE key = 'schema_version'")).isEqualTo("7");
            assertThat(query(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            assertThat(query(connection, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(query(connection, "PRAGMA synchronous")).as("NORMAL").isEqualTo("1");
            assertThat(query(connection, "PRAGMA busy_timeout")).isEqualTo("10000");
            assertThat(query(connection, "PRAGMA temp_store")).as("MEMORY").isEqualTo("2");
        }
    }

    @Test
    public void thereAreConnectionsThatOnlyRead() throws Exception {
        configure();
        awaitCondition(StartConditions.DATABASE_VERIFIED);
        try (Connection connection = service(DataSource.class, READER).getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(query(connection, "SELECT value FROM _meta WHERE key = 'schema_version'")).isEqualTo("7");
            assertThatThrownBy(() -> statement.execute("DELETE FROM _meta")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    public void itEndsWithItsBundle() throws Exception {
        configure();
        DataSource library = service(DataSource.class, LIBRARY);
        DataSource reader = service(DataSource.class, READER);
        bundle("vpo.database").stop();
        assertThat(references(DataSource.class, LIBRARY)).isEmpty();
        assertThat(references(DataSource.class, READER)).isEmpty();
        assertThat(isThere(DatabaseMonitor.class)).isFalse();
        assertThat(isMet(StartConditions.DATABASE_VERIFIED)).isFalse();
        assertThatThrownBy(library::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("is closed");
        assertThatThrownBy(reader::getConnection).isInstanceOf(SQLException.class).hasMessageContaining("is closed");
    }

    @Test
    public void aBadDatabaseFailsTheStart() throws Exception {
        Path bad = Files.writeString(data().resolve("bad.db"), "This is no database. ".repeat(100));
        configure("database_path = '" + bad + "'");
        awaitCondition(StartConditions.FAILED);
        assertThat(failure().orElseThrow()).startsWith("DB_ERROR: ").contains(bad.toString());
        assertThat(references(DataSource.class, LIBRARY)).isEmpty();
        assertThat(isThere(DatabaseMonitor.class)).isFalse();
        assertThat(isMet(StartConditions.DATABASE_VERIFIED)).isFalse();
    }

    @Test
    public void nothingIsLeftInTheTemporaryFolder() throws Exception {
        Path temporary = Files.createDirectory(data().resolve("temporary"));
        String usual = System.setProperty("java.io.tmpdir", temporary.toString());
        try {
            serve();
            assertThat(http.get("/health").statusCode()).isEqualTo(200);
            assertThat(temporary).isEmptyDirectory();
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        }
    }
}
