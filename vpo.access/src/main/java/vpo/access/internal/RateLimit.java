package vpo.access.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many requests one client may send, reading and changing ones counted apart. Any thread. */
final class RateLimit {
    /**
     * Each has been let in, or it would not be counted; whoever has more addresses than that has no limit to speak of. With
     * the {@link SlidingWindow#MOST_TIMES times of each}, it bounds memory.
     */
    private static final int MOST_CLIENTS = 1_000;

    /**
     * What is allowed.
     *
     * @param enabled whether there is a limit
     * @param reads within the window
     * @param changes within the window
     * @param window how far back is counted
     */
    record Limits(boolean enabled, int reads, int changes, Duration window) {}

    private record Windows(SlidingWindow reads, SlidingWindow changes) {}

    private final LongSupplier nanos;
    private final Bounded<Windows> clients = new Bounded<>(MOST_CLIENTS);
    private Limits limits;

    RateLimit(LongSupplier nanos, Limits limits) {
        this.nanos = nanos;
        this.limits = limits;
    }

    /** From now on; what was counted stays counted, unless the window is another one. */
    synchronized void set(Limits other) {
        if (!other.window().equals(limits.window())) {
            clients.clear();
        }
        limits = other;
    }

    /** Counts a request; zero if it may pass, else how long its client has to wait. */
    synchronized Duration take(Client client, boolean reads) {
        if (!limits.enabled()) {
            return Duration.ZERO;
        }
        Windows of = clients.computeIfAbsent(client.key(),
                _ -> new Windows(new SlidingWindow(), new SlidingWindow()));
        return reads
                ? of.reads().take(nanos.getAsLong(), limits.window().toNanos(), limits.reads())
                : of.changes().take(nanos.getAsLong(), limits.window().toNanos(), limits.changes());
    }
}
