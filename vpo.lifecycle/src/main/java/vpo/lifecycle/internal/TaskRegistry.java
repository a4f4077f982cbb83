package vpo.lifecycle.internal;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * The tasks in flight. To register one takes no lock, for every HTTP request does it: a task is inserted first and the
 * flag looked at afterwards, while the drain sets the flag first and looks for tasks afterwards, so that each task is
 * either refused or waited for.
 */
final class TaskRegistry implements Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRegistry.class);

    private final Clock clock;
    private final LongSupplier ticker;
    private final Set<TrackedTask> tasks = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean refusing;

    /**
     * @param clock tells since when
     * @param ticker tells ages, in nanoseconds; it is never set
     */
    TaskRegistry(Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public Task begin(String name) throws TaskRefusedException {
        return admit(name, Thread.currentThread());
    }

    @Override
    public CompletionStage<Void> run(String name, Work work) throws TaskRefusedException {
        TrackedTask task = admit(name, null);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        try {
            Thread thread = Thread.ofVirtual().name("vpo-task " + task.name())
                    .unstarted(() -> perform(task, work, ended));
            task.runOn(thread);
            thread.start();
        } catch (Throwable e) {
            task.close();
            throw e;
        }
        return ended.minimalCompletionStage();
    }

    @Override
    public List<TaskInfo> inFlight() {
        return all().stream().map(this::info).toList();
    }

    TaskInfo info(TrackedTask task) {
        return task.info(ticker.getAsLong());
    }

    /** The tasks themselves, oldest first. */
    List<TrackedTask> all() {
        // By the difference, for the ticker may overflow.
        return tasks.stream().sorted((a, b) -> Long.signum(a.sinceNanos() - b.sinceNanos())).toList();
    }

    int size() {
        return tasks.size();
    }

    /**
     * Refuses every task from now on. Idempotent.
     *
     * @return completed when nothing is in flight any more
     */
    Future<Void> refuse() {
        refusing = true;
        tellIfDrained();
        return drained;
    }

    private TrackedTask admit(String name, Thread thread) throws TaskRefusedException {
        if (refusing) {
            throw refused(name);
        }
        TrackedTask task = new TrackedTask(TaskText.name(name), clock.millis(), ticker.getAsLong(), thread,
                this::ended);
        tasks.add(task);
        if (refusing) {
            task.close();
            throw refused(name);
        }
        return task;
    }

    private static TaskRefusedException refused(String name) {
        return new TaskRefusedException(TaskText.name(name) + ": refused, because the daemon is stopping");
    }

    private void ended(TrackedTask task) {
        tasks.remove(task);
        if (refusing) {
            tellIfDrained();
        }
    }

    private void tellIfDrained() {
        // Not isEmpty(): it adds up counters that others move meanwhile, and may so miss a task that is there.
        if (!tasks.iterator().hasNext()) {
            drained.complete(null);
        }
    }

    private static void perform(TrackedTask task, Work work, CompletableFuture<Void> ended) {
        Throwable failure = null;
        try (task) {
            work.perform(task);
        } catch (Throwable e) {
            LOG.debug("{} failed", task.name(), e);
            failure = e;
        }
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }
}
