package vpo.lifecycle.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.lifecycle.DaemonState;
import vpo.lifecycle.ShutdownState;

/**
 * The one drain of the daemon's life: refuses new tasks, waits for those in flight until the deadline, cancels the
 * rest, gives them a little longer, and names what is left.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final Duration REPORT_EVERY = Duration.ofSeconds(5);
    /** The usual grace. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** The deadline twice: for people, and by the clock that counts. */
    private record Begun(Instant initiated, Instant deadline, long deadlineNanos) {}

    private final StateMachine states;
    private final TaskRegistry tasks;
    private final Cancellations byOperators;
    private final Clock clock;
    private final Supplier<Duration> timeout;
    private final Duration grace;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile Begun begun;

    /**
     * @param byOperators what was cancelled before is seen to its end
     * @param timeout the shutdown_timeout in force; asked once, when the drain begins
     * @param grace how long cancelled work and its processes may take to end; the processes are killed half way
     */
    Drain(StateMachine states, TaskRegistry tasks, Cancellations byOperators, Clock clock, Supplier<Duration> timeout,
            Duration grace) {
        this.states = states;
        this.tasks = tasks;
        this.byOperators = byOperators;
        this.clock = clock;
        this.timeout = timeout;
        this.grace = grace;
    }

    ShutdownState shutdown() {
        Begun now = begun;
        return now == null
                ? ShutdownState.NONE
                : new ShutdownState(Optional.of(now.initiated), Optional.of(now.deadline), tasks.size());
    }

    /** Whether it has run, and nothing is waited for any more. */
    boolean isOver() {
        return over.isDone();
    }

    /** How long it is until the deadline, whatever the clock is set to meanwhile; empty before the drain. */
    Optional<Duration> untilDeadline() {
        return Optional.ofNullable(begun).map(now -> Duration.ofNanos(now.deadlineNanos - System.nanoTime()));
    }

    /**
     * Drains, and returns when that is over. Whoever asks again waits for the same drain. It takes {@code timeout} and
     * {@code grace} at most, whatever the tasks do. An interrupt of the calling thread does not cut it short.
     */
    void run() {
        if (!claimed.compareAndSet(false, true)) {
            over.join();
            return;
        }
        try {
            drain();
        } catch (RuntimeException | Error e) {
            LOG.error("The drain failed, and what is in flight is not waited for: {}", e.toString());
            LOG.debug("The drain failed", e);
        } finally {
            over.complete(null);
        }
    }

    private void drain() {
        Duration limit = timeout.get();
        long deadline = System.nanoTime() + limit.toNanos();
        Instant now = clock.instant();
        begun = new Begun(now, now.plus(limit), deadline);
        states.moveTo(DaemonState.SHUTTING_DOWN);
        Future<Void> drained = tasks.refuse();
        if (drained.isDone()) {
            byOperators.await();
            return;
        }
        LOG.info("Waiting up to {} for {}", InFlight.seconds(limit), InFlight.describe(tasks.inFlight()));
        if (ended(drained, deadline)) {
            byOperators.await();
            LOG.info("Nothing is in flight any more");
        } else {
            cancelAll(drained, "the daemon stops, and shutdown_timeout (" + InFlight.seconds(limit) + ") is over");
        }
    }

    /** Waits until the deadline, telling now and then what for. */
    private boolean ended(Future<Void> drained, long deadline) {
        while (true) {
            long left = deadline - System.nanoTime();
            if (Waiting.until(drained, System.nanoTime() + Math.min(left, REPORT_EVERY.toNanos()))) {
                return true;
            }
            Duration remaining = Duration.ofNanos(deadline - System.nanoTime());
            if (!remaining.isPositive()) {
                return false;
            }
            LOG.info("Waiting {} more for {}", InFlight.seconds(remaining), InFlight.describe(tasks.inFlight()));
        }
    }

    private void cancelAll(Future<Void> drained, String reason) {
        long end = System.nanoTime() + grace.toNanos();
        long half = end - grace.toNanos() / 2;
        List<Cancellation> cancelled = tasks.all().stream().map(task -> cancel(task, reason)).toList();
        if (!quiet(drained, cancelled, half)) {
            cancelled.forEach(Cancellation::kill);
            if (!quiet(drained, cancelled, end)) {
                // Again, for those that a cancelled task has started in the meantime.
                cancelled.forEach(Cancellation::kill);
                nameWhatIsLeft(cancelled);
                return;
            }
        }
        LOG.info("Nothing is in flight any more");
    }

    private Cancellation cancel(TrackedTask task, String reason) {
        LOG.atWarn().addKeyValue("task", task.name()).log("Cancelling {}: {}", InFlight.describe(tasks.info(task)),
                reason);
        return Cancellation.begin(task, reason);
    }

    /** Whether by then tasks, cancel actions and processes have all ended. */
    private static boolean quiet(Future<Void> drained, List<Cancellation> cancelled, long deadline) {
        return Waiting.until(drained, deadline) && cancelled.stream().allMatch(each -> each.ended(deadline));
    }

    private void nameWhatIsLeft(List<Cancellation> cancelled) {
        for (TrackedTask task : tasks.all()) {
            LOG.atWarn().addKeyValue("task", task.name()).log("Did not end, and is given up: {}",
                    InFlight.describe(tasks.info(task)));
        }
        cancelled.forEach(Cancellation::nameWhatIsLeft);
    }
}
