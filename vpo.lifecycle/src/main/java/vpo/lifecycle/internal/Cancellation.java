package vpo.lifecycle.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task that was asked to end early: what it does about it runs on a thread that may be given up. */
final class Cancellation {
    private static final Logger LOG = LoggerFactory.getLogger(Cancellation.class);

    /** Daemon threads, for a cancel action that hangs must not keep the process alive. */
    private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("vpo-cancel-", 1).factory();

    private final TrackedTask task;
    private final Future<Void> acting;

    private Cancellation(TrackedTask task, Future<Void> acting) {
        this.task = task;
        this.acting = acting;
    }

    /** Begins it, and waits for nothing. */
    static Cancellation begin(TrackedTask task, String reason) {
        try {
            return new Cancellation(task, CompletableFuture.runAsync(() -> task.cancel(reason),
                    cancelling -> THREADS.newThread(cancelling).start()));
        } catch (OutOfMemoryError e) {
            // No more threads: other tasks are to be cancelled all the same.
            LOG.error("{} cannot be cancelled: {}", task.name(), e.toString());
            return new Cancellation(task, CompletableFuture.completedFuture(null));
        }
    }

    /**
     * Waits until the cancel actions and the processes have ended.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether they have by then
     */
    boolean ended(long deadline) {
        return Waiting.until(acting, deadline)
                && task.processes().map(processes -> processes.ended(deadline)).orElse(true);
    }

    /** Ends the processes that are still there by force. */
    void kill() {
        task.processes().ifPresent(ProcessTree::kill);
    }

    void nameWhatIsLeft() {
        if (!acting.isDone()) {
            LOG.warn("The cancel action of {} did not end, and is given up", task.name());
        }
        task.processes().stream().flatMap(processes -> processes.alive().stream()).forEach(process -> LOG.warn(
                "Process {} of {} did not end, and is given up", process.pid(), task.name()));
    }
}
