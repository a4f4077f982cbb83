package vpo.database.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import vpo.database.DatabaseStatus;

/**
 * Turns the results of single looks at the database into its status. A good look makes it connected, a bad one
 * disconnected, and so does the want of any: a look that never returns says as much as a bad one. That none has begun says
 * less: the machine may have stood still, as a virtual one does while it is moved, and the look that is overdue may be
 * about to come; it is given some time from when somebody asks. Any thread may call anything; nothing here waits.
 */
final class StatusJudge {
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Duration freshness;

    private Verdict last;
    /** When the look began that is under way. */
    private OptionalLong begun = OptionalLong.empty();
    /** When somebody asked first although the next look was overdue and had not begun. */
    private OptionalLong missed = OptionalLong.empty();

    /**
     * The last look that decided something.
     *
     * @param good what it decided
     * @param detail the words for it
     * @param doubt what undecided looks since then have met, such as a lock
     * @param since since when it has been so
     * @param nanos when the look was
     * @param at when the look was, on the wall clock
     */
    private record Verdict(boolean good, String detail, String doubt, Instant since, long nanos, Instant at) {}

    /**
     * Starts as connected.
     *
     * @param clock tells the time of day, for {@link DatabaseStatus#since()}
     * @param nanoTime tells the time that passes, as {@link System#nanoTime()} does
     * @param freshness how long a good look counts
     */
    StatusJudge(InstantSource clock, LongSupplier nanoTime, Duration freshness) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.freshness = freshness;
        Instant now = clock.instant();
        this.last = new Verdict(true, Finding.Kind.USABLE.words(), "", now, nanoTime.getAsLong(), now);
    }

    /** A look begins; one of the three below ends it. */
    synchronized void begin() {
        // What has shown as missing does so until the look has found something.
        if (!isStale()) {
            missed = OptionalLong.empty();
        }
        begun = OptionalLong.of(nanoTime.getAsLong());
    }

    /** A look found everything in order. */
    synchronized void good() {
        decide(true, Finding.Kind.USABLE.words());
    }

    /** A look found that the database cannot be used. */
    synchronized void bad(String detail) {
        decide(false, detail);
    }

    /** A look could not tell, because of {@code doubt}. What was decided before holds for as long as it is fresh. */
    synchronized void undecided(String doubt) {
        ended();
        last = new Verdict(last.good, last.detail, doubt, last.since, last.nanos, last.at);
    }

    synchronized DatabaseStatus status() {
        if (last.good && isStale()) {
            String detail = last.doubt.isEmpty() ? "no answer for " + freshness.toSeconds() + " s" : last.doubt;
            return new DatabaseStatus(false, detail, last.at.plus(freshness));
        }
        return new DatabaseStatus(last.good, last.detail, last.since);
    }

    private boolean isStale() {
        long now = nanoTime.getAsLong();
        if (now - last.nanos <= freshness.toNanos()) {
            return false;
        }
        if (!last.doubt.isEmpty()) {
            return true;
        }
        if (begun.isEmpty() && missed.isEmpty()) {
            missed = OptionalLong.of(now);
        }
        return now - missed.orElseGet(begun::getAsLong) > freshness.toNanos() / 2;
    }

    private void ended() {
        begun = OptionalLong.empty();
        missed = OptionalLong.empty();
    }

    private void decide(boolean good, String detail) {
        DatabaseStatus before = status();
        ended();
        Instant now = clock.instant();
        Instant since = before.connected() == good ? before.since() : now;
        last = new Verdict(good, detail, "", since, nanoTime.getAsLong(), now);
    }
}
