package vpo.database.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Opens connections to one SQLite file. The file itself must never be opened by other means in this process: POSIX
 * locks belong to the process, and closing any descriptor of the file drops those that SQLite holds. While connections
 * are open, or have left a log, and another file is in the place of theirs, opening one more fails, see
 * {@link FileInUse}.
 *
 * @param path the file, which need not exist
 */
record SqliteFile(Path path) {
    private static final Logger log = LoggerFactory.getLogger(SqliteFile.class);

    private static final String READ_ONLY = "mode=ro";
    private static final String READ_WRITE = "mode=rw";
    private static final String CREATE = "mode=rwc";
    private static final int PRIMARY_CODE = 0xff;

    /** Work on a connection that somebody else opens and closes. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** A look at a connection that was just opened. */
    @FunctionalInterface
    interface Check {
        void of(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T perform() throws SQLException;
    }

    /**
     * Reads without changing a byte of the file or of its write-ahead log, and without leaving new files beside it
     * where SQLite can do without.
     *
     * <p>One thing is written: a transaction that a crashed writer left half done in a rollback journal is undone,
     * because nobody, SQLite included, can read the file before that.
     *
     * @param wait how long to wait for a lock
     */
    <T> T read(Duration wait, Work<T> work) throws SQLException {
        return undoing(wait, () -> with(isAtRest(wait) ? READ_ONLY + "&immutable=1" : READ_ONLY, wait, work));
    }

    /**
     * Opens a connection that cannot write, for a reader who takes time or asks more than once, and so needs the locks
     * that {@link #read} does without. Not a byte of the file or of its write-ahead log is changed, with the one
     * exception that {@code read} makes. In write-ahead mode there are the two files beside it while it is open, and
     * after it those that somebody else had left.
     *
     * @param wait how long to wait for a lock, also later on
     * @param check of the connection before it is handed out
     */
    Connection openReader(Duration wait, Check check) throws SQLException {
        return undoing(wait, () -> {
            // Only a connection that might write tidies up after itself. One that finds a log must not, for it would
            // move into the file what the log holds.
            Connection connection = open(isAtRest(wait) ? READ_WRITE : READ_ONLY, waiting(wait));
            try {
                execute(connection, "PRAGMA query_only = ON");
                check.of(connection);
                return connection;
            } catch (SQLException | RuntimeException | Error e) {
                connection.close();
                throw e;
            }
        });
    }

    /** Does work that may write to the file, which is created when it is missing. */
    <T> T create(Duration wait, Work<T> work) throws SQLException {
        return with(CREATE, wait, work);
    }

    /** Opens a connection for reading and writing to the file, which must exist, with the given settings. */
    Connection open(SQLiteConfig config) throws SQLException {
        return open(READ_WRITE, config);
    }

    /** SQLite's result code without its refinements, such as {@code SQLITE_BUSY}. */
    static SQLiteErrorCode code(SQLException e) {
        return SQLiteErrorCode.getErrorCode(extendedCode(e).code & PRIMARY_CODE);
    }

    /** The path of the write-ahead log. SQLite keeps it beside the file itself, not beside a link to it. */
    Path wal() {
        return beside("-wal");
    }

    /** The path of the rollback journal, there likewise. */
    Path journal() {
        return beside("-journal");
    }

    /** The paths of all files that SQLite may put beside it. */
    List<Path> companions() {
        return List.of(wal(), beside("-shm"), journal());
    }

    private Path beside(String suffix) {
        Path real = path;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            // It is missing or out of reach; the path as given is as good as any.
        }
        return real.resolveSibling(real.getFileName() + suffix);
    }

    /** Reads, and again once a hot journal is out of the way if there is one. */
    private <T> T undoing(Duration wait, Reading<T> reading) throws SQLException {
        try {
            return reading.perform();
        } catch (SQLException e) {
            if (extendedCode(e) != SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
                throw e;
            }
            with(READ_WRITE, wait, SqliteFile::touch);
            log.info("A transaction that a crashed writer had left half done in {} was undone", path);
            return reading.perform();
        }
    }

    /**
     * Whether the file is in write-ahead mode and nobody has it open. A file in that mode makes SQLite create two files
     * beside it for every reader, and a read-only connection cannot remove them. While nobody else has such a file
     * open, it has no log, nobody changes it, and it can be read as "immutable", with neither locks nor files. A file
     * in rollback mode, on the other hand, needs the locks.
     */
    private boolean isAtRest(Duration wait) throws SQLException {
        if (Files.exists(wal())) {
            return false;
        }
        try {
            // Without locks SQLite has no write-ahead mode, and refuses such a file: the one way to ask for the mode
            // that leaves no trace.
            with(READ_ONLY + "&nolock=1", wait, SqliteFile::touch);
            return false;
        } catch (SQLException e) {
            return code(e) == SQLiteErrorCode.SQLITE_CANTOPEN;
        }
    }

    private <T> T with(String mode, Duration wait, Work<T> work) throws SQLException {
        try (Connection connection = open(mode, waiting(wait))) {
            return work.with(connection);
        }
    }

    private static SQLiteConfig waiting(Duration wait) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(wait.toMillis()));
        return config;
    }

    private static boolean touch(Connection connection) throws SQLException {
        return execute(connection, "SELECT 1 FROM sqlite_schema");
    }

    private Connection open(String mode, SQLiteConfig config) throws SQLException {
        NativeLibrary.requireLoaded();
        // A URI, for its mode is the only one that neither creates the file nor tests whether it could be created.
        // The constructor, since the driver class would put itself into DriverManager, where it outlives the bundle.
        String uri = path.toUri() + "?" + mode;
        FileInUse use = FileInUse.of(path);
        use.enter();
        try {
            return new CountedConnection(uri, config.toProperties(), use, !mode.startsWith(READ_ONLY));
        } catch (SQLException | RuntimeException | Error e) {
            use.leave();
            throw e;
        }
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static SQLiteErrorCode extendedCode(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
