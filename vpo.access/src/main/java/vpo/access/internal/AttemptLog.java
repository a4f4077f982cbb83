package vpo.access.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of wrong attempts, but does not let whoever makes them fill the disk. Any thread. */
final class AttemptLog {
    private static final Logger log = LoggerFactory.getLogger("vpo.access");
    private static final int MOST_LINES = 20;
    private static final long SPAN = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private long begin;
    private int lines;
    private long untold;

    AttemptLog(LongSupplier nanos) {
        this.nanos = nanos;
        this.begin = nanos.getAsLong();
    }

    /**
     * @param user fit for the log
     * @param count wrong attempts of this client in a row
     */
    synchronized void wrong(Client client, String user, int count) {
        long now = nanos.getAsLong();
        if (now - begin >= SPAN) {
            if (untold > 0) {
                log.warn("{} more wrong credentials came within a minute", untold);
            }
            begin = now;
            lines = 0;
            untold = 0;
        }
        if (lines < MOST_LINES) {
            lines++;
            log.warn("wrong credential from {} as \"{}\", {} in a row", client.address(), user, count);
        } else {
            untold++;
        }
    }
}
