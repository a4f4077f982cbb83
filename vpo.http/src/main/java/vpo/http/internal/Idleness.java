package vpo.http.internal;

import java.time.Duration;

/** How long nothing was asked for and nothing was done, by looks at it; on one thread. */
final class Idleness {
    private long asked = -1;
    private long since;

    /**
     * Looks.
     *
     * @param admitted requests so far
     * @param busy whether anything is in flight
     * @param nanos now, by a clock that is never set
     * @param limit from which on it is long enough
     * @return whether it has lasted that long
     */
    boolean lasts(long admitted, boolean busy, long nanos, Duration limit) {
        if (busy || admitted != asked) {
            asked = admitted;
            since = nanos;
        }
        return nanos - since >= limit.toNanos();
    }
}
