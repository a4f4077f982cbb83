package vpo.lifecycle.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How long the daemon has been up, by a monotonic clock.
 *
 * @param startedAt wall clock
 * @param startedNanos by the ticker
 * @param ticker monotonic, in nanoseconds
 */
record Uptime(Instant startedAt, long startedNanos, LongSupplier ticker) {

    /** The launcher's {@link System#nanoTime()} at the beginning of {@code main}, as a framework property. */
    static final String PROPERTY = "vpo.started.nanos";

    /**
     * @param startedNanos what the launcher told; null or no number means now
     */
    static Uptime of(String startedNanos, Clock clock, LongSupplier ticker) {
        long now = ticker.getAsLong();
        long started = now;
        if (startedNanos != null && startedNanos.matches("-?\\d{1,18}")) {
            // Never in the future, whatever is told.
            started = now - Math.max(0, now - Long.parseLong(startedNanos));
        }
        return new Uptime(clock.instant().minusNanos(now - started), started, ticker);
    }

    Duration elapsed() {
        return Duration.ofNanos(ticker.getAsLong() - startedNanos);
    }
}
