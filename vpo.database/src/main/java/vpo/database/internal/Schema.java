package vpo.database.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.sqlite.SQLiteConfig;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * Schema v7, and the questions that tell whether a database has it.
 *
 * @param columns the names of the columns of every table
 */
record Schema(Map<String, Set<String>> columns) {

    /** The version that this daemon works with. */
    static final String VERSION = "7";

    private static final String SCRIPT = "schema-v7.sql";
    private static final String COLUMNS = """
            SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c WHERE s.type = 'table'""";

    /** What the script creates: asked of a database in memory, so that it is written down in one place only. */
    static Schema v7() {
        NativeLibrary.requireLoaded();
        try (Connection connection = new JDBC4Connection("jdbc:sqlite::memory:", ":memory:",
                new SQLiteConfig().toProperties())) {
            create(connection);
            return new Schema(columns(connection));
        } catch (SQLException e) {
            throw new IllegalStateException(SCRIPT + " cannot be run", e);
        }
    }

    /** Runs the script. The transaction is the caller's. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(script());
        }
    }

    /** Whether nothing was ever created in the database. */
    static boolean isEmpty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM sqlite_schema LIMIT 1")) {
            return !row.next();
        }
    }

    /** The database's schema version, or nothing if it has none. The table {@code _meta} must be there. */
    static Optional<String> version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM _meta WHERE key = 'schema_version'")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** The names of the columns of every table that the database has. */
    static Map<String, Set<String>> columns(Connection connection) throws SQLException {
        Map<String, Set<String>> columns = new TreeMap<>();
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1), _ -> new TreeSet<>()).add(row.getString(2));
            }
        }
        return columns;
    }

    /** The first table or column of this schema that the others lack, such as {@code table jobs}. */
    Optional<String> missingFrom(Map<String, Set<String>> others) {
        for (Map.Entry<String, Set<String>> table : columns.entrySet()) {
            Set<String> present = others.get(table.getKey());
            if (present == null) {
                return Optional.of("table " + table.getKey());
            }
            for (String column : table.getValue()) {
                if (!present.contains(column)) {
                    return Optional.of("column " + table.getKey() + "." + column);
                }
            }
        }
        return Optional.empty();
    }

    private static String script() {
        try (InputStream script = Schema.class.getResourceAsStream(SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
