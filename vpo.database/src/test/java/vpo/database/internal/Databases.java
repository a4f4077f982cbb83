package vpo.database.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Databases to test with. */
final class Databases {
    static final Duration WAIT = Duration.ofSeconds(10);

    static {
        try {
            new NativeLibrary(Path.of("target", "native")).load();
        } catch (DatabaseException e) {
            throw new IllegalStateException(e);
        }
    }

    static final Schema SCHEMA = Schema.v7();

    private Databases() {}

    /** A library of schema v7 in the given journal mode, with some rows. */
    static Path library(Path path, String journalMode) {
        return library(path, journalMode, 20);
    }

    static Path library(Path path, String journalMode, int files) {
        run(path, connection -> {
            Schema.create(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute(fill(files));
                statement.execute("PRAGMA journal_mode = " + journalMode);
            }
        });
        return path;
    }

    static String fill(int files) {
        return """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                INSERT INTO files (path, filename, directory, extension, size_bytes, modified_at, scanned_at)
                SELECT '/media/tv/' || i || '.mkv', i || '.mkv', '/media/tv', 'mkv', i * 1000000,
                    '2025-11-23T12:45:23.123456+00:00', '2025-11-23T12:45:23+00:00' FROM n""".formatted(files);
    }

    static Path sql(Path path, String... statements) {
        run(path, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        });
        return path;
    }

    static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }

    static List<String> rows(Path path, String query) {
        try {
            return new SqliteFile(path).read(WAIT, connection -> rows(connection, query));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Name, content and time of every file in the folder. No connection of this process may be open. */
    static Map<String, String> prints(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> prints = new TreeMap<>();
            for (Path file : files.toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                prints.put(file.getFileName().toString(),
                        HexFormat.of().formatHex(hash) + " " + Files.getLastModifiedTime(file));
            }
            return prints;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        void with(Connection connection) throws SQLException;
    }

    private static void run(Path path, Work work) {
        try {
            new SqliteFile(path).create(WAIT, connection -> {
                work.with(connection);
                return null;
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
