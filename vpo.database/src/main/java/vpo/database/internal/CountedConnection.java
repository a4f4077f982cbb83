package vpo.database.internal;

import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A connection that counts as long as it is open. Once another file is in the place of its own it makes no statement any
 * more, and a change of the transaction fails, so that its owner closes it. A statement that was made before may still
 * write, into the file that the connection leads to.
 */
final class CountedConnection extends JDBC4Connection {
    private static final Logger log = LoggerFactory.getLogger(CountedConnection.class);

    private final FileInUse use;
    private final boolean writes;
    /** Whether it surely leads to the file that it is counted for, and to no other that came while it was opened. */
    private final boolean settled;
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * Opens it.
     *
     * @param use where it has been counted
     * @param writes whether it may write
     */
    CountedConnection(String uri, Properties properties, FileInUse use, boolean writes) throws SQLException {
        // First, for the driver runs statements of its own in the other constructor.
        this.use = use;
        this.writes = writes;
        super("jdbc:sqlite:" + uri, uri, properties);
        this.settled = !use.isReplaced();
    }

    @Override
    protected void checkOpen() throws SQLException {
        super.checkOpen();
        use.requireSame();
    }

    @Override
    public void close() throws SQLException {
        if (!left.compareAndSet(false, true)) {
            return;
        }
        try {
            if (writes && settled && use.isReplaced()) {
                emptyLog();
            }
        } finally {
            try {
                super.close();
            } finally {
                use.leave();
            }
        }
    }

    /**
     * Moves what the log holds into the file that it belongs to, wherever that is now. SQLite itself leaves a log alone
     * whose file was moved, for whatever comes into the file's place.
     */
    private void emptyLog() {
        // What has not been committed is lost anyway, and in the way.
        attempt("ROLLBACK");
        attempt("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void attempt(String sql) {
        try {
            getDatabase()._exec(sql);
        } catch (SQLException e) {
            log.debug("{} failed before the end of a connection to a file that was replaced", sql, e);
        }
    }
}
