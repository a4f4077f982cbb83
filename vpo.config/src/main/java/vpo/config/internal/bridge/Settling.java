package vpo.config.internal.bridge;

import java.time.Duration;

/** Decides from looks at a file when it has changed and is whole again: when it stayed the same for a while. */
final class Settling {
    private final Duration quiet;
    private FileStamp taken;
    private FileStamp candidate;
    private long since;

    /** What to do after a look. */
    enum Verdict {
        /** Nothing: it is as it was when it was last taken. */
        SAME,
        /** Look again after the quiet time. */
        WAIT,
        /** Take it now. */
        TAKE
    }

    /** The first state seen counts as a change: whatever it was compared with was read earlier. */
    Settling(Duration quiet) {
        this.quiet = quiet;
    }

    /**
     * One look.
     *
     * @param nanos the time of it, on a clock that never goes back
     */
    Verdict look(FileStamp stamp, long nanos) {
        if (stamp.equals(taken)) {
            candidate = null;
            return Verdict.SAME;
        }
        if (!stamp.equals(candidate)) {
            candidate = stamp;
            since = nanos;
            return Verdict.WAIT;
        }
        if (nanos - since < quiet.toNanos()) {
            return Verdict.WAIT;
        }
        taken = stamp;
        candidate = null;
        return Verdict.TAKE;
    }
}
