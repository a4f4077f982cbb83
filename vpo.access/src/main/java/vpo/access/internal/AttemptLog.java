package vpo.access.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of wrong attempts, but does not let whoever makes them fill the disk: those beyond a number are counted, and the
 * count is told when their span is over. Any thread.
 */
final class AttemptLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger("vpo.access");
    private static final int MOST_LINES = 20;
    private static final long SPAN = Duration.ofMinutes(1).toNanos();

    /** Does something later. */
    @FunctionalInterface
    interface Timer {
        /** The deed, to be taken back. */
        Future<?> after(Duration wait, Runnable deed);
    }

    private final LongSupplier nanos;
    private final Timer timer;
    private long begin;
    private int lines;
    private long untold;
    private Future<?> telling = CompletableFuture.completedFuture(null);

    /**
     * @param nanos of a monotonic clock
     */
    AttemptLog(LongSupplier nanos, Timer timer) {
        this.nanos = nanos;
        this.timer = timer;
        this.begin = nanos.getAsLong();
    }

    /** By the clock and the timer of the JVM. */
    static AttemptLog create() {
        return new AttemptLog(System::nanoTime, (wait, deed) -> CompletableFuture.runAsync(deed,
                CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)));
    }

    /**
     * @param user fit for the log
     * @param count wrong attempts of this client in a row
     */
    synchronized void wrong(Client client, String user, int count) {
        long now = nanos.getAsLong();
        if (now - begin >= SPAN) {
            tell();
            begin = now;
            lines = 0;
        }
        if (lines < MOST_LINES) {
            lines++;
            log.warn("wrong credential from {} as \"{}\", {} in a row", client.address(), user, count);
            return;
        }
        if (untold == 0) {
            telling = timer.after(Duration.ofNanos(begin + SPAN - now), this::tell);
        }
        untold++;
    }

    private synchronized void tell() {
        if (untold > 0) {
            log.warn("{} more wrong credentials came within a minute", untold);
        }
        untold = 0;
    }

    /** Tells of the rest. */
    @Override
    public synchronized void close() {
        telling.cancel(true);
        tell();
    }
}
