package vpo.lifecycle.internal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * The tasks in flight. To register one takes no lock, for every HTTP request does it: a task is inserted first and the
 * {@link Admission} looked at afterwards, while a drain, quiet or not, changes that first and looks for tasks
 * afterwards, so that each task is either refused or waited for. With the stop of a bundle and the tasks that it has
 * begun it is the same.
 */
final class TaskRegistry implements Tasks {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRegistry.class);

    /** The states of a bundle whose code may run; its stop, too, may have work to do. */
    private static final int RUNS = Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING;

    private final Clock clock;
    private final LongSupplier ticker;
    private final Set<TrackedTask> tasks = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Admission admission = new Admission(this::isEmpty);
    private final AtomicLong lastId = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

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
        return begin(name, null);
    }

    /**
     * As {@link #begin(String)}.
     *
     * @param owner the bundle that begins it; null for the daemon itself
     */
    Task begin(String name, Bundle owner) throws TaskRefusedException {
        return admit(name, Thread.currentThread(), owner, false);
    }

    /** As {@link #begin}, but let in for as long as the daemon is not stopping. */
    Task beginAdministration(String name) throws TaskRefusedException {
        return admit(name, Thread.currentThread(), null, true);
    }

    @Override
    public CompletionStage<Void> run(String name, Work work) throws TaskRefusedException {
        return run(name, work, null);
    }

    /**
     * As {@link #run(String, Work)}.
     *
     * @param owner the bundle whose work it is; null for the daemon itself
     */
    CompletionStage<Void> run(String name, Work work, Bundle owner) throws TaskRefusedException {
        TrackedTask task = admit(name, null, owner, false);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        try {
            // No virtual thread: work that computes would keep one of the few carriers from all others, requests included.
            Thread thread = Thread.ofPlatform().daemon().name("vpo-task " + task.name())
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

    /** The one with this number, if it is in flight. */
    Optional<TrackedTask> find(long id) {
        return tasks.stream().filter(task -> task.id() == id).findFirst();
    }

    int size() {
        return tasks.size();
    }

    /** How many were refused. */
    long refused() {
        return refused.sum();
    }

    /** How many have ended after they had been cancelled. */
    long cancelled() {
        return cancelled.sum();
    }

    /** What is let in. */
    Admission admission() {
        return admission;
    }

    /**
     * Refuses every task from now on. Idempotent.
     *
     * @return completed when nothing is in flight any more
     */
    Future<Void> refuse() {
        admission.move(Admission.Kind.CLOSED, () -> drained.complete(null));
        admission.look();
        return drained;
    }

    private TrackedTask admit(String name, Thread thread, Bundle owner, boolean administration)
            throws TaskRefusedException {
        refuseUnlessAdmitted(name, owner, administration);
        TrackedTask task = new TrackedTask(lastId.incrementAndGet(), TaskText.name(name), clock.millis(),
                ticker.getAsLong(), thread, owner, this::ended);
        tasks.add(task);
        try {
            refuseUnlessAdmitted(name, owner, administration);
        } catch (TaskRefusedException e) {
            task.close();
            throw e;
        }
        return task;
    }

    private void refuseUnlessAdmitted(String name, Bundle owner, boolean administration) throws TaskRefusedException {
        if (!admission.admits(administration)) {
            refused.increment();
            throw new TaskRefusedException(TaskText.name(name) + ": refused, because the daemon is "
                    + (admission.kind() == Admission.Kind.CLOSED ? "stopping" : "draining"));
        }
        if (owner != null && (owner.getState() & RUNS) == 0) {
            throw new TaskRefusedException(
                    TaskText.name(name) + ": refused, because plugin " + owner.getSymbolicName() + " has stopped");
        }
    }

    private void ended(TrackedTask task) {
        tasks.remove(task);
        if (task.isCancelled()) {
            cancelled.increment();
        }
        admission.look();
    }

    private boolean isEmpty() {
        // Not isEmpty() of the set: it adds up counters that others move meanwhile, and may so miss a task that is there.
        return !tasks.iterator().hasNext();
    }

    private static void perform(TrackedTask task, Work work, CompletableFuture<Void> ended) {
        Throwable failure = null;
        try (task; var _ = MDC.putCloseable("task", task.name())) {
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
