package vpo.systemd.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the service manager's watchdog is to be fed: only while there is evidence that the daemon moves. Each piece of
 * evidence is gathered elsewhere, by a thread that may hang; here only their ages count.
 */
final class Watchdog {
    /** Times within the interval that it is fed; one that is late does no harm. */
    private static final int FEEDINGS = 3;

    private final Duration interval;
    private final LongSupplier nanos;
    private long fedAt;
    private boolean fed;

    /**
     * @param interval after which the manager takes a service that was silent for hung
     * @param nanos a clock that is never set
     */
    Watchdog(Duration interval, LongSupplier nanos) {
        this.interval = interval;
        this.nanos = nanos;
    }

    /**
     * What these variables ask for.
     *
     * @param pid of this process
     * @return the interval; empty if nobody watches
     */
    static Optional<Duration> interval(Map<String, String> environment, long pid) {
        String watched = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        // Not at most 18 digits by chance: what fits into a long in nanoseconds, and is none of a watchdog's beyond it.
        if (!micros.matches("[1-9][0-9]{0,14}") || !(watched.isEmpty() || watched.equals(Long.toString(pid)))) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
    }

    /** How often evidence is to be gathered. */
    Duration period() {
        return interval.dividedBy(FEEDINGS);
    }

    /**
     * Whether to feed it now; until it is {@link #fed()}, it still is.
     *
     * @param evidence how long ago each thing that must move has moved
     */
    boolean isDue(List<Duration> evidence) {
        boolean isHungry = !fed || nanos.getAsLong() - fedAt >= period().toNanos();
        // A piece of evidence is as old as its period when the next one is due, and may be late by as much again.
        return isHungry && evidence.stream().allMatch(age -> age.compareTo(period().multipliedBy(2)) < 0);
    }

    /** It was fed, and has taken it. */
    void fed() {
        fed = true;
        fedAt = nanos.getAsLong();
    }
}
