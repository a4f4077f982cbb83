package vpo.lifecycle.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a bundle has left in flight when it has stopped: its tasks are cancelled, and those that nobody works on and
 * nobody else would close are closed. What a thread is still at stays in flight, for it really runs.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final ThreadFactory THREADS = Thread.ofPlatform().daemon().name("vpo-leftovers-", 1).factory();

    private final TaskRegistry tasks;
    private final Cancellations cancellations;
    private final Duration grace;

    /**
     * @param grace how long a cancelled task may take to be closed by its own
     */
    Leftovers(TaskRegistry tasks, Cancellations cancellations, Duration grace) {
        this.tasks = tasks;
        this.cancellations = cancellations;
        this.grace = grace;
    }

    /** Begins, and waits for nothing: on the thread that stops the bundle, while it is resolved still. */
    void ofStopped(Bundle bundle) {
        List<TrackedTask> left = tasks.all().stream().filter(task -> task.isOf(bundle)).toList();
        if (left.isEmpty()) {
            return;
        }
        String name = bundle.getSymbolicName();
        BundleCode code = BundleCode.of(bundle);
        for (TrackedTask task : left) {
            task.ownerStopped(code);
            cancellations.begin(task, "plugin " + name + " stops");
        }
        THREADS.newThread(() -> seeToIt(name, left)).start();
    }

    private void seeToIt(String name, List<TrackedTask> left) {
        CompletableFuture<Void> over = CompletableFuture
                .allOf(left.stream().map(TrackedTask::closing).toArray(CompletableFuture[]::new));
        // Again and again, for nobody tells when a thread has left the work without closing it.
        while (!Waiting.until(over, System.nanoTime() + grace.toNanos())) {
            List<TrackedTask> abandoned = left.stream().filter(TrackedTask::isAbandoned).toList();
            if (!abandoned.isEmpty()) {
                LOG.warn("plugin {} has stopped, and nothing works on what it did not close, which is closed now: {}",
                        name, InFlight.describe(abandoned.stream().map(tasks::info).toList()));
                abandoned.forEach(TrackedTask::close);
            }
        }
    }
}
