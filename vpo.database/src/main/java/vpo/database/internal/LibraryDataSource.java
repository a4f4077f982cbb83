package vpo.database.internal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.sqlite.SQLiteConfig;

/**
 * New connections to the library, each the caller's own: opening one costs less than a millisecond, and in write-ahead
 * mode none of them waits for another except writer for writer. Any thread may ask.
 */
final class LibraryDataSource implements DataSource {
    private final SqliteFile file;
    private final SQLiteConfig config;
    private volatile boolean closed;

    /** @param busyTimeout how long a connection waits for a lock */
    LibraryDataSource(Path path, Duration busyTimeout) {
        file = new SqliteFile(path);
        config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (closed) {
            throw new SQLException("The database " + file.path() + " is closed: the daemon stops or its configuration"
                    + " changed");
        }
        try {
            Connection connection = file.open(config);
            try {
                useWriteAheadLog(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SQLException("The database " + file.path() + " cannot be used: " + e.getMessage(),
                    e.getSQLState(), e.getErrorCode(), e);
        }
    }

    /** The mode is written into the file, which may have been replaced since the start: only into a library of ours. */
    private static void useWriteAheadLog(Connection connection) throws SQLException {
        String version = Schema.version(connection).orElse("none");
        if (!version.equals(Schema.VERSION)) {
            throw new SQLException("its schema version is " + version + ", not " + Schema.VERSION);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    /** Ends it: no more connections. Those that are open stay so, for their owners to close. */
    void close() {
        closed = true;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("SQLite has no users");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("log through SLF4J");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the busy timeout is fixed");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("log through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName() + " inside");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
