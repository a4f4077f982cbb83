package vpo.plugins.internal.trust;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.sqlite.SQLiteDataSource;

/** A library with nothing but the table of what was acknowledged. */
public final class AcknowledgmentTable {
    private AcknowledgmentTable() {}

    /** A new one in this folder. */
    public static DataSource make(Path folder) throws SQLException {
        SQLiteDataSource library = new SQLiteDataSource();
        library.setUrl("jdbc:sqlite:" + folder.resolve("library.db"));
        try (Connection connection = library.getConnection()) {
            connection.createStatement().execute("CREATE TABLE plugin_acknowledgments (id INTEGER PRIMARY KEY,"
                    + " plugin_name TEXT NOT NULL, plugin_hash TEXT NOT NULL, acknowledged_at TEXT NOT NULL,"
                    + " acknowledged_by TEXT, UNIQUE(plugin_name, plugin_hash))");
        }
        return library;
    }
}
