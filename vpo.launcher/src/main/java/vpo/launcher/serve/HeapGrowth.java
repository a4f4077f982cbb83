package vpo.launcher.serve;

import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what the heap has grown by. The serial collector would sooner let the old generation grow, up to a quarter
 * of the machine's memory, than look for garbage in it: after some scans a daemon would hold hundreds of megabytes that
 * it does not need, for months. With the options of an image the JVM gives it back at once, else (as
 * {@code ShrinkHeapInSteps} says) in the course of several collections, or uses it again. For one thread.
 */
final class HeapGrowth {
    /** Between two looks, in milliseconds: seldom enough to be no load, and a collection is not felt once a minute. */
    static final long LOOK_MILLIS = 60_000;

    private static final Logger log = LoggerFactory.getLogger(HeapGrowth.class);
    private static final long MIB = 1 << 20;
    private static final long LEAST = 16 * MIB;

    private long known = Runtime.getRuntime().totalMemory();

    /** Collects, if the heap is larger by a half, and by 16 MiB, than after the last time. */
    void look() {
        long grown = Runtime.getRuntime().totalMemory();
        if (grown - known < Math.max(LEAST, known / 2)) {
            // It may have become smaller by itself.
            known = Math.min(known, grown);
            return;
        }
        long begun = System.nanoTime();
        System.gc();
        known = Runtime.getRuntime().totalMemory();
        log.debug("The heap had grown to {} MiB and has {} MiB after a collection of {} ms", grown / MIB, known / MIB,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }
}
