package vpo.access.internal;

import java.time.Duration;

/**
 * How many things happened within the last so many seconds, from two counts alone: those of the span before count for
 * as much of it as still lies in the window. Not safe for threads.
 */
final class SlidingWindow {
    private long begin = Long.MIN_VALUE;
    private int before;
    private int now;

    /**
     * Counts one if that keeps within the limit.
     *
     * @param nanos of a monotonic clock
     * @return zero if it was counted, else how long it takes until one more would be
     */
    Duration take(long nanos, long windowNanos, int limit) {
        move(nanos, windowNanos);
        if (count(nanos, windowNanos) + 1 > limit) {
            return wait(nanos, windowNanos, limit);
        }
        now++;
        return Duration.ZERO;
    }

    /** Counts one, limit or not. */
    void add(long nanos, long windowNanos) {
        move(nanos, windowNanos);
        now++;
    }

    /** How long it takes until one more would keep within the limit; zero if it would now. */
    Duration wait(long nanos, long windowNanos, int limit) {
        move(nanos, windowNanos);
        if (count(nanos, windowNanos) + 1 <= limit) {
            return Duration.ZERO;
        }
        long elapsed = nanos - begin;
        double free = limit - 1.0;
        double share = now <= free
                ? 1 - (free - now) / before
                : 2 - free / now;
        return Duration.ofNanos((long) (share * windowNanos) - elapsed);
    }

    private double count(long nanos, long windowNanos) {
        return before * (1 - (double) (nanos - begin) / windowNanos) + now;
    }

    private void move(long nanos, long windowNanos) {
        if (begin == Long.MIN_VALUE || nanos - begin >= 2 * windowNanos) {
            begin = nanos;
            before = 0;
            now = 0;
        } else if (nanos - begin >= windowNanos) {
            begin += windowNanos;
            before = now;
            now = 0;
        }
    }
}
