package vpo.database.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

import vpo.database.internal.Finding.Kind;

/**
 * Makes sure, at the start, that the library can be used: creates it if there is nothing yet, and refuses everything
 * that is not a library of the right version. What exists is never changed.
 */
final class LibraryVerifier {
    private static final Logger log = LoggerFactory.getLogger(LibraryVerifier.class);

    /** How long SQLite waits in one go: short, so that the wait can be interrupted. */
    private static final Duration LOCK_WAIT = Duration.ofMillis(100);

    /** A file too big to be checked within this time is taken as sound; the monitor goes on checking. */
    private static final Duration CHECK_LIMIT = Duration.ofMillis(500);

    private final Path path;
    private final SqliteFile file;
    private final LibraryFile library;
    private final Duration busyTimeout;

    /** @param busyTimeout how long to wait for others who have locked the file */
    LibraryVerifier(Path path, Schema schema, Duration busyTimeout) {
        this.path = path;
        this.file = new SqliteFile(path);
        this.library = new LibraryFile(path, schema);
        this.busyTimeout = busyTimeout;
    }

    /**
     * Verifies the library, or creates it.
     *
     * @throws DatabaseException if it cannot be used
     * @throws InterruptedException if the thread is interrupted while it waits for a lock
     */
    void verify() throws DatabaseException, InterruptedException {
        Finding found = lookUntilUnlocked();
        if (found.is(Kind.MISSING) || found.is(Kind.EMPTY)) {
            refuseLogWithoutFile(found);
            create(found);
            found = lookUntilUnlocked();
        }
        if (found.is(Kind.USABLE)) {
            found = check();
        }
        if (!found.is(Kind.USABLE)) {
            throw new DatabaseException(message(found));
        }
    }

    private Finding check() throws InterruptedException {
        return untilUnlocked(() -> {
            long end = System.nanoTime() + CHECK_LIMIT.toNanos();
            return library.check(LOCK_WAIT, () -> System.nanoTime() - end > 0).orElse(Finding.USABLE);
        });
    }

    private Finding lookUntilUnlocked() throws InterruptedException {
        return untilUnlocked(() -> library.look(LOCK_WAIT));
    }

    /** SQLite would delete such a log, though it may hold all that was written last. */
    private void refuseLogWithoutFile(Finding found) throws DatabaseException {
        Optional<Path> log = library.logWithoutFile();
        if (log.isPresent()) {
            throw new DatabaseException("The database " + path + " is " + adjective(found) + ", but its log "
                    + log.get()
                    + " is there, with what was written last: put the file back that it belongs to, or move the log away,"
                    + " too, to start with an empty library");
        }
    }

    private static String adjective(Finding found) {
        return found.is(Kind.MISSING) ? "missing" : "empty";
    }

    private void create(Finding found) throws DatabaseException, InterruptedException {
        Finding done = untilUnlocked(() -> {
            try {
                return file.create(LOCK_WAIT, LibraryVerifier::create) ? Finding.USABLE : found;
            } catch (SQLException e) {
                log.debug("Creating {} failed", path, e);
                boolean busy = SqliteFile.code(e) == SQLiteErrorCode.SQLITE_BUSY;
                return new Finding(busy ? Kind.LOCKED : Kind.UNREACHABLE, e.getMessage());
            }
        });
        switch (done.kind()) {
            case USABLE -> log.info("Created the database {} with schema version {} (the file was {})", path,
                    Schema.VERSION, adjective(found));
            case LOCKED -> throw new DatabaseException(message(done));
            case UNREACHABLE -> throw new DatabaseException("The database " + path + " cannot be created: "
                    + done.detail() + "; check the folder's permissions and the space on its disk");
            default -> log.debug("Somebody else created {} at the same time", path);
        }
    }

    /** One transaction in a rollback journal, so that a crash leaves all or nothing. Then write-ahead mode. */
    private static boolean create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            boolean empty = Schema.isEmpty(connection);
            if (empty) {
                Schema.create(connection);
            }
            statement.execute("COMMIT");
            if (empty) {
                statement.execute("PRAGMA journal_mode = WAL");
            }
            return empty;
        }
    }

    private Finding untilUnlocked(Supplier<Finding> look) throws InterruptedException {
        long start = System.nanoTime();
        boolean told = false;
        while (true) {
            Finding found = look.get();
            if (!found.is(Kind.LOCKED) || System.nanoTime() - start >= busyTimeout.toNanos()) {
                return found;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for the lock on " + path);
            }
            if (!told) {
                log.info("The database {} is locked by another process; waiting up to {} s", path, seconds());
                told = true;
            }
        }
    }

    private String message(Finding found) {
        return "The database " + path + switch (found.kind()) {
            case NO_FOLDER -> " cannot be created: " + found.detail() + "; create the folder, mount its disk, or set"
                    + " database_path to another place";
            case NOT_A_FILE -> " is " + found.detail() + ", not a file; set database_path to a file";
            case UNREADABLE -> " cannot be read: permission denied for " + found.detail()
                    + "; the daemon's user must be able to read and write the file and its folder";
            case READ_ONLY -> " is read-only: the daemon's user cannot write to " + found.detail()
                    + "; it must be able to write to the file, to its folder and to the file's -wal, -shm and -journal"
                    + " there";
            case NOT_A_DATABASE ->
                " is not a SQLite database; set database_path to VPO's library, or move the file away"
                        + " to start with an empty library";
            case DAMAGED -> " is damaged or truncated (" + found.detail() + "); restore it from a backup. The daemon"
                    + " leaves it as it is";
            case FOREIGN -> " is a SQLite database, but not a VPO library: it " + found.detail() + "; set database_path"
                    + " to VPO's library";
            case OLDER -> " has schema version " + found.detail() + ", and this daemon needs version " + Schema.VERSION
                    + "; run \"vpo scan\" of the VPO that wrote it, in version 0.1.0, to migrate it, or set"
                    + " database_path to another file";
            case NEWER -> " has schema version " + found.detail() + ", and this daemon needs version " + Schema.VERSION
                    + "; a newer VPO wrote it: run a daemon of that version, or set database_path to another file";
            case REPLACED -> " cannot be used: " + found.detail();
            case LOCKED -> " is locked by another process for more than " + seconds() + " s; end the process that holds"
                    + " the lock (\"fuser " + path + "\" names it) and start again";
            case UNREACHABLE -> " cannot be read: " + found.detail() + "; check that its disk is mounted and sound";
            case MISSING, EMPTY -> " disappeared while it was being created; see who else uses its folder";
            case USABLE -> " can be used";
        };
    }

    private String seconds() {
        double seconds = busyTimeout.toMillis() / 1000.0;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }
}
