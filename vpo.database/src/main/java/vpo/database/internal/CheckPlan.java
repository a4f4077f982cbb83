package vpo.database.internal;

import java.util.Optional;

import vpo.database.internal.LibraryFile.Stamp;

/**
 * Decides when the whole file is to be checked: when it was changed since the last time, but never for more than a
 * twentieth of the time, however long a check takes. For one thread.
 */
final class CheckPlan {
    private static final int SHARE = 20;

    private Optional<Stamp> checked = Optional.empty();
    private boolean never = true;
    private long notBefore;

    /**
     * Tells whether to check now.
     *
     * @param stamp of the file as it is
     * @param now by {@link System#nanoTime()}
     */
    boolean due(Optional<Stamp> stamp, long now) {
        return never || !checked.equals(stamp) && now - notBefore >= 0;
    }

    /**
     * Notes a check.
     *
     * @param stamp of the file before the check, so that a change during the check counts as one
     * @param start by {@link System#nanoTime()}
     * @param end likewise
     */
    void done(Optional<Stamp> stamp, long start, long end) {
        never = false;
        checked = stamp;
        notBefore = start + SHARE * (end - start);
    }
}
