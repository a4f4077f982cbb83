package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;

/** What the daemon creates, against the list of schema v7 that other programs go by. */
class SchemaTest {
    /** name type, {@code !} NOT NULL, {@code =} default, {@code *} primary key. */
    private static final Map<String, String> COLUMNS = Map.of(
            "_meta", "key TEXT*; value TEXT!",
            "files", "id INTEGER*; path TEXT!; filename TEXT!; directory TEXT!; extension TEXT!; size_bytes INTEGER!;"
                    + " modified_at TEXT!; content_hash TEXT; container_format TEXT; scanned_at TEXT!;"
                    + " scan_status TEXT!='pending'; scan_error TEXT",
            "tracks", "id INTEGER*; file_id INTEGER!; track_index INTEGER!; track_type TEXT!; codec TEXT;"
                    + " language TEXT; title TEXT; is_default INTEGER!=0; is_forced INTEGER!=0; channels INTEGER;"
                    + " channel_layout TEXT; width INTEGER; height INTEGER; frame_rate TEXT",
            "operations", "id TEXT*; file_id INTEGER!; file_path TEXT!; policy_name TEXT!; policy_version INTEGER!;"
                    + " actions_json TEXT!; status TEXT!='PENDING'; error_message TEXT; backup_path TEXT;"
                    + " started_at TEXT!; completed_at TEXT",
            "policies", "id INTEGER*; name TEXT!; version INTEGER!=1; definition TEXT!; created_at TEXT!;"
                    + " updated_at TEXT!",
            "plugin_acknowledgments", "id INTEGER*; plugin_name TEXT!; plugin_hash TEXT!; acknowledged_at TEXT!;"
                    + " acknowledged_by TEXT",
            "jobs", "id TEXT*; file_id INTEGER; file_path TEXT!; job_type TEXT!; status TEXT!='queued';"
                    + " priority INTEGER!=100; policy_name TEXT; policy_json TEXT; progress_percent REAL!=0.0;"
                    + " progress_json TEXT; created_at TEXT!; started_at TEXT; completed_at TEXT; worker_pid INTEGER;"
                    + " worker_heartbeat TEXT; output_path TEXT; backup_path TEXT; error_message TEXT;"
                    + " files_affected_json TEXT; summary_json TEXT",
            "transcription_results", "id INTEGER*; track_id INTEGER!; detected_language TEXT;"
                    + " confidence_score REAL!; track_type TEXT!='main'; transcript_sample TEXT; plugin_name TEXT!;"
                    + " created_at TEXT!; updated_at TEXT!");

    /** Index to table(columns), those that SQLite makes for UNIQUE and PRIMARY KEY left out. */
    private static final Map<String, String> INDEXES = Map.ofEntries(
            Map.entry("idx_files_directory", "files(directory)"),
            Map.entry("idx_files_extension", "files(extension)"),
            Map.entry("idx_files_content_hash", "files(content_hash)"),
            Map.entry("idx_tracks_file_id", "tracks(file_id)"),
            Map.entry("idx_tracks_type", "tracks(track_type)"),
            Map.entry("idx_tracks_language", "tracks(language)"),
            Map.entry("idx_operations_file_id", "operations(file_id)"),
            Map.entry("idx_operations_status", "operations(status)"),
            Map.entry("idx_operations_started_at", "operations(started_at)"),
            Map.entry("idx_plugin_ack_name", "plugin_acknowledgments(plugin_name)"),
            Map.entry("idx_jobs_status", "jobs(status)"),
            Map.entry("idx_jobs_file_id", "jobs(file_id)"),
            Map.entry("idx_jobs_created_at", "jobs(created_at)"),
            Map.entry("idx_jobs_priority_created", "jobs(priority,created_at)"),
            Map.entry("idx_transcription_track_id", "transcription_results(track_id)"),
            Map.entry("idx_transcription_language", "transcription_results(detected_language)"),
            Map.entry("idx_transcription_type", "transcription_results(track_type)"),
            Map.entry("idx_transcription_plugin", "transcription_results(plugin_name)"));

    private static final Set<String> UNIQUE = Set.of("files(path)", "tracks(file_id,track_index)", "policies(name)",
            "plugin_acknowledgments(plugin_name,plugin_hash)", "transcription_results(track_id)");

    private static final Set<String> FOREIGN_KEYS = Set.of("tracks.file_id->files.id CASCADE",
            "operations.file_id->files.id CASCADE", "jobs.file_id->files.id CASCADE",
            "transcription_results.track_id->tracks.id CASCADE");

    @TempDir
    private Path folder;
    private Connection connection;

    @BeforeEach
    void create() throws Exception {
        Path path = folder.resolve("library.db");
        new LibraryVerifier(path, Databases.SCHEMA, Databases.WAIT).verify();
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        connection = new SqliteFile(path).open(config);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void columns() throws SQLException {
        Map<String, String> columns = new TreeMap<>();
        for (String table : Databases.rows(connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
            columns.put(table, String.join("; ", Databases.rows(connection, """
                    SELECT name || ' ' || type || iif("notnull", '!', '') || ifnull('=' || dflt_value, '')
                        || iif(pk, '*', '') FROM pragma_table_info('%s') ORDER BY cid""".formatted(table))));
        }
        assertThat(columns).containsExactlyInAnyOrderEntriesOf(COLUMNS);
    }

    @Test
    void indexes() throws SQLException {
        Map<String, String> indexes = new TreeMap<>();
        for (String row : Databases.rows(connection, """
                SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL""")) {
            String[] index = row.split("\\|");
            indexes.put(index[0], index[1] + columnsOf(index[0]));
        }
        assertThat(indexes).containsExactlyInAnyOrderEntriesOf(INDEXES);
    }

    @Test
    void uniqueness() throws SQLException {
        List<String> unique = Databases.rows(connection, """
                SELECT i.name, t.name FROM sqlite_schema t JOIN pragma_index_list(t.name) i
                WHERE t.type = 'table' AND i."unique" AND i.origin = 'u'""").stream()
                .map(row -> row.split("\\|")).map(index -> index[1] + columnsOf(index[0])).toList();
        assertThat(unique).containsExactlyInAnyOrderElementsOf(UNIQUE);
    }

    @Test
    void foreignKeys() throws SQLException {
        assertThat(Databases.rows(connection, """
                SELECT t.name || '.' || k."from" || '->' || k."table" || '.' || k."to" || ' ' || k.on_delete
                FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table'"""))
                .containsExactlyInAnyOrderElementsOf(FOREIGN_KEYS);
    }

    @Test
    void nothingElse() throws SQLException {
        assertThat(Databases.rows(connection, "SELECT key, value, typeof(value) FROM _meta"))
                .containsExactly("schema_version|7|text");
        assertThat(Databases.rows(connection, "SELECT DISTINCT type FROM sqlite_schema")).containsOnly("table",
                "index");
        assertThat(Databases.rows(connection, "PRAGMA user_version")).containsExactly("0");
        assertThat(Databases.rows(connection, "PRAGMA application_id")).containsExactly("0");
        assertThat(Databases.rows(connection, "PRAGMA journal_mode")).containsExactly("wal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "tracks", "policies", "plugin_acknowledgments", "transcription_results"})
    void idsAreNeverUsedTwice(String table) throws SQLException {
        assertThat(Databases.rows(connection, "SELECT sql FROM sqlite_schema WHERE name = '" + table + "'"))
                .singleElement().asString().contains("id INTEGER PRIMARY KEY AUTOINCREMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE jobs SET status = 'paused'", "UPDATE jobs SET job_type = 'process'",
            "UPDATE jobs SET progress_percent = -0.1", "UPDATE jobs SET progress_percent = 100.1",
            "UPDATE jobs SET file_id = 99", "UPDATE operations SET status = 'pending'",
            "UPDATE transcription_results SET confidence_score = 1.01",
            "UPDATE transcription_results SET confidence_score = -0.01",
            "UPDATE transcription_results SET track_type = 'music'"})
    void badValuesAreRefused(String sql) throws SQLException {
        rowsEverywhere();
        assertThatThrownBy(() -> execute(sql)).isInstanceOf(SQLException.class).hasMessageContaining("constraint");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "UPDATE jobs SET status = 'queued'", "UPDATE jobs SET status = 'running'",
            "UPDATE jobs SET status = 'completed'", "UPDATE jobs SET status = 'failed'",
            "UPDATE jobs SET status = 'cancelled'", "UPDATE jobs SET job_type = 'transcode'",
            "UPDATE jobs SET job_type = 'move'", "UPDATE jobs SET job_type = 'scan'",
            "UPDATE jobs SET job_type = 'apply'", "UPDATE jobs SET progress_percent = 0",
            "UPDATE jobs SET progress_percent = 100", "UPDATE jobs SET file_id = NULL",
            "UPDATE operations SET status = 'PENDING'", "UPDATE operations SET status = 'IN_PROGRESS'",
            "UPDATE operations SET status = 'COMPLETED'", "UPDATE operations SET status = 'FAILED'",
            "UPDATE operations SET status = 'ROLLED_BACK'", "UPDATE transcription_results SET confidence_score = 0",
            "UPDATE transcription_results SET confidence_score = 1",
            "UPDATE transcription_results SET track_type = 'commentary'",
            "UPDATE transcription_results SET track_type = 'alternate'", "UPDATE files SET scan_status = 'anything'"})
    void goodValuesAreTaken(String sql) throws SQLException {
        rowsEverywhere();
        execute(sql);
    }

    @Test
    void deletingAFileDeletesWhatBelongsToIt() throws SQLException {
        rowsEverywhere();
        execute("DELETE FROM files");
        for (String table : List.of("tracks", "operations", "jobs", "transcription_results")) {
            assertThat(Databases.rows(connection, "SELECT count(*) FROM " + table)).as(table).containsExactly("0");
        }
    }

    private void rowsEverywhere() throws SQLException {
        execute(Databases.fill(1));
        execute("INSERT INTO tracks (file_id, track_index, track_type) VALUES (1, 0, 'audio')");
        execute("INSERT INTO operations (id, file_id, file_path, policy_name, policy_version, actions_json, started_at)"
                + " VALUES ('o', 1, '/f', 'p', 1, '[]', 'now')");
        execute("INSERT INTO jobs (id, file_id, file_path, job_type, created_at) VALUES ('j', 1, '/f', 'scan', 'now')");
        execute("INSERT INTO transcription_results (track_id, confidence_score, plugin_name, created_at, updated_at)"
                + " VALUES (1, 0.5, 'w', 'now', 'now')");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String columnsOf(String index) {
        try {
            return "(" + String.join(",", Databases.rows(connection,
                    "SELECT name FROM pragma_index_info('" + index + "') ORDER BY seqno")) + ")";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
