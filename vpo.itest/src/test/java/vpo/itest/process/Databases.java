package vpo.itest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Libraries as other programs make, hold and break them. */
final class Databases {
    private static final Path SCHEMA = Path.of(System.getProperty("vpo.root"),
            "vpo.database/src/main/resources/vpo/database/internal/schema-v7.sql");

    private Databases() {}

    static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    static String version(Path file) throws SQLException {
        return text(file, "SELECT value FROM _meta WHERE key = 'schema_version'");
    }

    /** {@code ok}, or what SQLite finds wrong. */
    static String integrity(Path file) throws SQLException {
        return text(file, "PRAGMA integrity_check");
    }

    static String text(Path file, String query) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = open(file); Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static void setVersion(Path file, String version) throws SQLException {
        execute(file, "UPDATE _meta SET value = '" + version + "' WHERE key = 'schema_version'");
    }

    /** Locks out everybody until it is closed. */
    static Connection lock(Path file) throws SQLException {
        Connection connection = open(file);
        try (Statement statement = connection.createStatement()) {
            // In write-ahead mode readers get past a writer, but not past a connection that wants the file for itself.
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("UPDATE _meta SET value = value");
        }
        return connection;
    }

    /** Thousands of files with three tracks each. */
    static void fill(Path file, int files, String journalMode) throws SQLException {
        try (Connection connection = open(file); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insertFile = connection.prepareStatement(
                    "INSERT INTO files (id, path, filename, directory, extension, size_bytes, modified_at, scanned_at)"
                            + " VALUES (?, '/media/' || ? || '.mkv', ? || '.mkv', '/media', 'mkv', 1, 'then', 'now')");
                    PreparedStatement insertTrack = connection.prepareStatement(
                            "INSERT INTO tracks (file_id, track_index, track_type) VALUES (?, ?, 'audio')")) {
                for (int id = 1; id <= files; id++) {
                    insertFile.setInt(1, id);
                    insertFile.setInt(2, id);
                    insertFile.setInt(3, id);
                    insertFile.addBatch();
                    for (int track = 0; track < 3; track++) {
                        insertTrack.setInt(1, id);
                        insertTrack.setInt(2, track);
                        insertTrack.addBatch();
                    }
                }
                insertFile.executeBatch();
                insertTrack.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("PRAGMA journal_mode = " + journalMode);
        }
    }

    /** A sound v7 library, made by the daemon's own schema. */
    static void create(Path file) throws IOException, SQLException {
        Files.createDirectories(file.getParent());
        try (Connection connection = open(file); Statement statement = connection.createStatement()) {
            statement.executeUpdate(Files.readString(SCHEMA));
        }
    }
}
