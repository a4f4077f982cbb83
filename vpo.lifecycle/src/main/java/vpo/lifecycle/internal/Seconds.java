package vpo.lifecycle.internal;

import java.time.Duration;

/** Seconds of the configuration. */
final class Seconds {
    /** Longer than anybody waits, and short enough to be added to any clock. */
    private static final double MOST = Duration.ofDays(3650).toSeconds();

    private Seconds() {}

    static Duration duration(double seconds) {
        return Duration.ofNanos((long) (Math.min(seconds, MOST) * 1e9));
    }
}
