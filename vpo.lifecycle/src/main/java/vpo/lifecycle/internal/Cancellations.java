package vpo.lifecycle.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.TaskInfo;

/**
 * Cancels single tasks of a daemon that goes on, by the same steps as the drain: interrupt and actions, and half way
 * through the grace the processes are killed. A task that does not end is named, and stays in flight.
 */
final class Cancellations {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);
    private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("vpo-cancelled-", 1).factory();

    private final Function<TrackedTask, TaskInfo> info;
    private final Duration grace;
    private final Set<Future<Void>> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param info of a task, as of now
     * @param grace how long a cancelled task and its processes may take to end
     */
    Cancellations(Function<TrackedTask, TaskInfo> info, Duration grace) {
        this.info = info;
        this.grace = grace;
    }

    /** Begins one, and waits for nothing. A task that was cancelled before is left to that. */
    void begin(TrackedTask task, String reason) {
        if (task.isCancelled()) {
            return;
        }
        LOG.atInfo().addKeyValue("task", task.name()).log("Cancelling {}: {}", InFlight.describe(info.apply(task)),
                reason);
        CompletableFuture<Void> over = new CompletableFuture<>();
        underWay.add(over);
        THREADS.newThread(() -> {
            try {
                seeToIt(task, reason);
            } finally {
                underWay.remove(over);
                over.complete(null);
            }
        }).start();
    }

    /** Waits for those that are under way, for no longer than the grace. */
    void await() {
        long deadline = System.nanoTime() + grace.toNanos();
        underWay.forEach(each -> Waiting.until(each, deadline));
    }

    private void seeToIt(TrackedTask task, String reason) {
        long end = System.nanoTime() + grace.toNanos();
        Future<Void> closed = task.closing();
        Cancellation cancellation = Cancellation.begin(task, reason);
        if (!ended(closed, cancellation, end - grace.toNanos() / 2)) {
            cancellation.kill();
            if (!ended(closed, cancellation, end)) {
                // Again, for processes that the task has started in the meantime.
                cancellation.kill();
                // What is abandoned is closed, and told, by those who look after it.
                if (!closed.isDone() && !task.isAbandoned()) {
                    LOG.atWarn().addKeyValue("task", task.name()).log("Does not end, although it is cancelled: {}",
                            InFlight.describe(info.apply(task)));
                }
                cancellation.nameWhatIsLeft();
                return;
            }
        }
        LOG.atInfo().addKeyValue("task", task.name()).log("Cancelled, and ended: {}", task.name());
    }

    private static boolean ended(Future<Void> closed, Cancellation cancellation, long deadline) {
        return Waiting.until(closed, deadline) && cancellation.ended(deadline);
    }
}
