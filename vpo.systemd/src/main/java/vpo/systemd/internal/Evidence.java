package vpo.systemd.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When something was last seen to move. Looking is done on a thread of its own, one look at a time: one that hangs makes
 * the evidence old, and nothing else.
 */
final class Evidence {
    private static final Logger log = LoggerFactory.getLogger(Evidence.class);

    /** A look at something that may hang; it comes back when that has moved. */
    interface Look {
        /**
         * Looks.
         *
         * @throws Exception if it has not moved
         */
        void look() throws Exception;
    }

    private final String what;
    private final Look look;
    private final LongSupplier nanos;
    private final AtomicLong seenAt;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean missed;

    /**
     * @param what it is, for the log
     * @param nanos a clock that is never set
     */
    Evidence(String what, Look look, LongSupplier nanos) {
        this.what = what;
        this.look = look;
        this.nanos = nanos;
        this.seenAt = new AtomicLong(nanos.getAsLong());
    }

    /** How long ago it has moved, or this object was made. */
    Duration age() {
        return Duration.ofNanos(nanos.getAsLong() - seenAt.get());
    }

    /** Looks, unless the last look still goes on. */
    void gather() {
        if (!looking.compareAndSet(false, true)) {
            miss("no answer yet");
            return;
        }
        try {
            Thread.ofPlatform().daemon().name("vpo-watchdog-look").start(this::lookOnce);
        } catch (RuntimeException | Error e) {
            // No thread can be had just now: the next look may have one.
            looking.set(false);
            miss(e.toString());
        }
    }

    private void lookOnce() {
        try {
            look.look();
            moved();
        } catch (Exception | Error e) {
            miss(e.toString());
        } finally {
            looking.set(false);
        }
    }

    private void moved() {
        seenAt.set(nanos.getAsLong());
        if (missed) {
            missed = false;
            log.info("{} moves again", what);
        }
    }

    private void miss(String why) {
        if (!missed) {
            missed = true;
            log.warn("{} was not seen to move: {}; if that lasts, the service manager restarts the daemon", what, why);
        }
    }
}
