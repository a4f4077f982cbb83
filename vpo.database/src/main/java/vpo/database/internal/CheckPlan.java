package vpo.database.internal;

import java.time.Duration;
import java.util.Optional;

import vpo.database.internal.LibraryFile.Stamp;

/**
 * Decides when the whole file is to be checked, and for how long: when it was changed since the last time, but never
 * for more than a twentieth of the time, however long a check takes. Another file in the place of one that was found
 * damaged is checked at once. For one thread.
 */
final class CheckPlan {
    private static final int SHARE = 20;
    /** While it lasts, a check keeps writers out of a file in rollback mode. */
    private static final Duration LIMIT = Duration.ofSeconds(1);
    /** Whether damage has gone is worth a wait; less than what those who write are ready to wait. */
    private static final Duration LIMIT_AFTER_DAMAGE = Duration.ofSeconds(8);
    /** After some that were not enough: writers have to wait, but the file counts as damaged until one is. */
    private static final Duration LONGEST_LIMIT = Duration.ofSeconds(64);

    private Optional<Stamp> checked = Optional.empty();
    private boolean damaged;
    private boolean never = true;
    private long notBefore;
    private Duration limitAfterDamage = LIMIT_AFTER_DAMAGE;

    /**
     * Tells whether to check now.
     *
     * @param stamp of the file as it is
     * @param now by {@link System#nanoTime()}
     */
    boolean due(Optional<Stamp> stamp, long now) {
        return never || !checked.equals(stamp) && (now - notBefore >= 0 || damaged && !doubts(stamp));
    }

    /** Whether damage was found in this very file, and may have gone. */
    boolean doubts(Optional<Stamp> stamp) {
        return damaged && stamp.map(Stamp::file).equals(checked.map(Stamp::file));
    }

    /** How long a check of this file may take. */
    Duration limit(Optional<Stamp> stamp) {
        return doubts(stamp) ? limitAfterDamage : LIMIT;
    }

    /**
     * Notes a check.
     *
     * @param stamp of the file before the check, so that a change during the check counts as one
     * @param found whether it found damage
     * @param start by {@link System#nanoTime()}
     * @param end likewise
     */
    void done(Optional<Stamp> stamp, boolean found, long start, long end) {
        never = false;
        checked = stamp;
        damaged = found;
        notBefore = start + SHARE * (end - start);
        limitAfterDamage = LIMIT_AFTER_DAMAGE;
    }

    /** Notes that a doubted file could not be checked within the limit: the next check comes later, and has longer. */
    void givenUp(long start, long end) {
        notBefore = start + SHARE * (end - start);
        Duration twice = limitAfterDamage.multipliedBy(2);
        limitAfterDamage = twice.compareTo(LONGEST_LIMIT) < 0 ? twice : LONGEST_LIMIT;
    }
}
