package vpo.config;

import java.time.Duration;

/** Seconds of the configuration. May be used by any thread. */
public final class Seconds {
    /** Longer than anybody waits, and short enough to be multiplied a little and added to any clock. */
    private static final double MOST = Duration.ofDays(3650).toSeconds();

    private Seconds() {}

    /**
     * @param seconds finite, at least 0
     * @return as long as that, in nanoseconds that fit a long many times over: what is longer than ten years is ten years
     */
    public static Duration duration(double seconds) {
        return Duration.ofNanos((long) (Math.min(seconds, MOST) * 1e9));
    }
}
