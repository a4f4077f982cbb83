package vpo.database.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import org.sqlite.SQLiteConfig;

/**
 * Connections for reading and writing. They switch the file to write-ahead mode, in which none of them waits for
 * another except writer for writer.
 */
final class LibraryDataSource extends SqliteDataSource {
    private final SQLiteConfig config;

    /** @param busyTimeout how long a connection waits for a lock */
    LibraryDataSource(Path path, Duration busyTimeout) {
        super(path);
        config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    }

    @Override
    Connection open(SqliteFile file) throws SQLException {
        Connection connection = file.open(config);
        try (Statement statement = connection.createStatement()) {
            // First, since the mode is written into the file.
            requireLibrary(connection);
            statement.execute("PRAGMA journal_mode = WAL");
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }
}
