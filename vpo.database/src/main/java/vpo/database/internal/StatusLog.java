package vpo.database.internal;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.database.DatabaseStatus;

/**
 * Tells the log when the database can no longer be used, and when it can again. Lines come one after the other, in the
 * order of what they tell, and the last one is true. Any thread may call it; one waits for the log, no other waits for
 * that one.
 */
final class StatusLog {
    private static final Logger log = LoggerFactory.getLogger(StatusLog.class);

    private final Path path;
    private final Supplier<DatabaseStatus> judge;
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile boolean told = true;

    /**
     * Begins with a database that can be used, of which nothing is told.
     *
     * @param judge gives the status now
     */
    StatusLog(Path path, Supplier<DatabaseStatus> judge) {
        this.path = path;
        this.judge = judge;
    }

    /** Tells what has not been told. What could not be told, because of an error that is thrown, is not told yet. */
    void tell() {
        // Again, for whoever came meanwhile has left it to this thread.
        while (judge.get().connected() != told && telling.compareAndSet(false, true)) {
            try {
                tell(judge.get());
            } finally {
                telling.set(false);
            }
        }
    }

    private void tell(DatabaseStatus status) {
        if (status.connected() == told) {
            return;
        }
        if (status.connected()) {
            log.info("The database {} can be used again", path);
        } else {
            log.warn("The database {} cannot be used: {}", path, status.detail());
        }
        told = status.connected();
    }
}
