package vpo.database.internal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * New connections to one file, each the caller's own: opening one costs less than a millisecond. Any thread may ask.
 */
abstract class SqliteDataSource implements DataSource {
    private final SqliteFile file;
    private volatile boolean closed;

    SqliteDataSource(Path path) {
        file = new SqliteFile(path);
    }

    /** Opens a connection for a caller. The message of what it throws goes on from the file's name. */
    abstract Connection open(SqliteFile file) throws SQLException;

    @Override
    public final Connection getConnection() throws SQLException {
        if (closed) {
            throw new SQLException("The database " + file.path() + " is closed: the daemon stops or its configuration"
                    + " changed");
        }
        try {
            return open(file);
        } catch (SQLException e) {
            throw new SQLException("The database " + file.path() + " cannot be used: " + e.getMessage(),
                    e.getSQLState(), e.getErrorCode(), e);
        }
    }

    /** The file may have been replaced since the start: only a library of ours is used. */
    static void requireLibrary(Connection connection) throws SQLException {
        String version = Schema.version(connection).orElse("none");
        if (!version.equals(Schema.VERSION)) {
            throw new SQLException("its schema version is " + version + ", not " + Schema.VERSION);
        }
    }

    /** Ends it: no more connections. Those that are open stay so, for their owners to close. */
    final void close() {
        closed = true;
    }

    @Override
    public final Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("SQLite has no users");
    }

    @Override
    public final PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public final void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("log through SLF4J");
    }

    @Override
    public final void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the busy timeout is fixed");
    }

    @Override
    public final int getLoginTimeout() {
        return 0;
    }

    @Override
    public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("log through SLF4J");
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName() + " inside");
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
