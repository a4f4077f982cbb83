package vpo.access.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How many things happened within the last so many nanoseconds. Up to {@value #MOST_TIMES}, the time of each is kept; of
 * a larger limit, so many at a time are kept as a group, as if all were as late as its last one. So there are never more
 * within a window than the limit, and memory is bounded whatever the limit. Not safe for threads.
 */
final class SlidingWindow {
    /** Times that are kept, at most. */
    static final int MOST_TIMES = 1_000;

    private static final class Group {
        private long last;
        private int size;
    }

    private final Deque<Group> groups = new ArrayDeque<>(0);
    private int count;

    /**
     * Counts one if that keeps within the limit.
     *
     * @param nanos of a monotonic clock
     * @return zero if it was counted, else how long it takes until one more would be: no longer than the window
     */
    Duration take(long nanos, long windowNanos, int limit) {
        Duration wait = wait(nanos, windowNanos, limit);
        if (wait.isZero()) {
            add(nanos, limit);
        }
        return wait;
    }

    /**
     * Counts one, limit or not. Of more than the limit, only the last so many are kept: those before them make nobody wait
     * any longer.
     */
    void add(long nanos, int limit) {
        while (count >= limit) {
            count -= groups.removeFirst().size;
        }
        Group last = groups.peekLast();
        // There may be more groups than of this limit, when it was a smaller one before.
        if (last == null || last.size >= Math.ceilDiv(limit, MOST_TIMES) && groups.size() < MOST_TIMES) {
            last = new Group();
            groups.addLast(last);
        }
        last.last = nanos;
        last.size++;
        count++;
    }

    /**
     * @param limit at least 1
     * @return how long it takes until one more would keep within the limit; zero if it would now
     */
    Duration wait(long nanos, long windowNanos, int limit) {
        while (!groups.isEmpty() && nanos - groups.getFirst().last >= windowNanos) {
            count -= groups.removeFirst().size;
        }
        Iterator<Group> oldest = groups.iterator();
        long free = nanos;
        for (int left = count; left >= limit;) {
            Group next = oldest.next();
            left -= next.size;
            free = next.last + windowNanos;
        }
        return Duration.ofNanos(free - nanos);
    }
}
