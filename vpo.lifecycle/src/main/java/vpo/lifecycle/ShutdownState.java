package vpo.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a stop of the daemon is (DATA-MODEL, ShutdownState). Immutable; ask {@link Lifecycle#shutdown()} for a fresh
 * one. {@code initiated} and {@code timeoutDeadline} never change once they are set.
 *
 * @param initiated UTC time at which the stop began; empty as long as none has
 * @param timeoutDeadline UTC time at which the remaining tasks are cancelled; empty as long as no stop has begun
 * @param tasksRemaining how many tasks in flight the stop waits for; 0 as long as no stop has begun
 */
public record ShutdownState(Optional<Instant> initiated, Optional<Instant> timeoutDeadline, int tasksRemaining) {

    /** No stop has begun. */
    public static final ShutdownState NONE = new ShutdownState(Optional.empty(), Optional.empty(), 0);

    /** Both times are there, or neither is. */
    public ShutdownState {
        if (initiated.isPresent() != timeoutDeadline.isPresent()) {
            throw new IllegalArgumentException("a stop has both a beginning and a deadline");
        }
        if (tasksRemaining < 0) {
            throw new IllegalArgumentException("tasksRemaining is " + tasksRemaining + ", expected 0 or more");
        }
    }

    /** Whether a stop has begun. */
    public boolean isShuttingDown() {
        return initiated.isPresent();
    }

    /**
     * Whether the deadline has passed.
     *
     * @param now the UTC time to compare with
     */
    public boolean isTimedOut(Instant now) {
        return timeoutDeadline.isPresent() && !now.isBefore(timeoutDeadline.get());
    }
}
