package vpo.lifecycle.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;

/**
 * One task in flight. What decides about an interrupt is guarded by this object, so that none hits a thread whose task
 * has been closed; what is only told is volatile, so that telling never waits.
 */
final class TrackedTask implements Task {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedTask.class);

    private record Progress(OptionalDouble percent, String note) {
        static final Progress UNKNOWN = new Progress(OptionalDouble.empty(), "");
    }

    private final long id;
    private final String name;
    private final long sinceMillis;
    private final long sinceNanos;
    private final Bundle owner;
    private final boolean closesItself;
    private final Consumer<TrackedTask> onClose;

    private volatile Progress progress = Progress.UNKNOWN;
    private volatile String cancelReason;
    private volatile ProcessTree processes;
    private volatile boolean closed;
    /** Set once the owner has stopped. */
    private volatile BundleCode ownersCode;

    /** Guarded by this. */
    private Thread thread;
    /** Guarded by this; null is none, for most tasks have none. */
    private List<Runnable> cancelActions;
    /** Guarded by this; null as long as nobody waits for it. */
    private CompletableFuture<Void> closing;

    /**
     * @param id unique in the register
     * @param name fit for a log line
     * @param sinceMillis wall clock, for telling
     * @param sinceNanos monotonic clock, for ages
     * @param thread to interrupt on cancellation; null if the register runs the work itself, and closes the task
     * @param owner the bundle that began it; null for the daemon itself, which stops only after all its tasks
     * @param onClose called once, when the task is closed
     */
    TrackedTask(long id, String name, long sinceMillis, long sinceNanos, Thread thread, Bundle owner,
            Consumer<TrackedTask> onClose) {
        this.id = id;
        this.name = name;
        this.sinceMillis = sinceMillis;
        this.sinceNanos = sinceNanos;
        this.thread = thread;
        this.owner = owner;
        this.closesItself = thread == null;
        this.onClose = onClose;
    }

    long id() {
        return id;
    }

    boolean isOf(Bundle bundle) {
        return bundle.equals(owner);
    }

    /** The bundle that began it has stopped. */
    void ownerStopped(BundleCode code) {
        ownersCode = code;
    }

    /** Whether the bundle that began it has stopped without closing it, and no thread that is known works on it. */
    boolean isAbandoned() {
        BundleCode code = ownersCode;
        if (code == null || closesItself || closed) {
            return false;
        }
        Thread now;
        synchronized (this) {
            now = thread;
        }
        return now == null || !code.isRunBy(now);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void progress(double percent, String note) {
        if (!closed) {
            progress = new Progress(
                    Double.isNaN(percent) ? OptionalDouble.empty() : OptionalDouble.of(Math.clamp(percent, 0, 100)),
                    TaskText.oneLine(note));
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelReason != null;
    }

    @Override
    public Optional<String> cancelReason() {
        return Optional.ofNullable(cancelReason);
    }

    @Override
    public Task onCancel(Runnable action) {
        Objects.requireNonNull(action);
        synchronized (this) {
            if (closed) {
                return this;
            }
            if (!isCancelled()) {
                if (cancelActions == null) {
                    cancelActions = new ArrayList<>(1);
                }
                cancelActions.add(action);
                return this;
            }
        }
        perform(action);
        return this;
    }

    @Override
    public synchronized Task runOn(Thread other) {
        if (!closed) {
            thread = other;
            if (other != null && isCancelled()) {
                thread.interrupt();
            }
        }
        return this;
    }

    @Override
    public Task owns(ProcessHandle process) {
        if (process.equals(ProcessHandle.current())) {
            throw new IllegalArgumentException("a task cannot own the daemon's own process");
        }
        ProcessTree tree;
        synchronized (this) {
            if (closed) {
                return this;
            }
            if (processes == null) {
                processes = new ProcessTree();
                if (isCancelled()) {
                    processes.terminate();
                }
            }
            tree = processes;
        }
        tree.add(process);
        return this;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        onClose.accept(this);
        synchronized (this) {
            if (closing != null) {
                closing.complete(null);
            }
        }
    }

    /** Completed when the task is closed, and no longer in flight. */
    synchronized CompletableFuture<Void> closing() {
        if (closing == null) {
            closing = closed ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
        }
        return closing;
    }

    /**
     * Asks the work to end early: its processes end, its thread is interrupted, its actions run. May hang where an
     * action does, or an interrupt that closes a channel; call it on a thread that may be given up.
     */
    void cancel(String reason) {
        List<Runnable> actions;
        // A thread that has left the code of a bundle that has stopped may be at the work of others by now.
        boolean interrupts = !isAbandoned();
        synchronized (this) {
            if (closed || isCancelled()) {
                return;
            }
            cancelReason = reason;
            actions = cancelActions == null ? List.of() : List.copyOf(cancelActions);
            if (processes != null) {
                processes.terminate();
            }
            if (thread != null && interrupts) {
                thread.interrupt();
            }
        }
        actions.forEach(this::perform);
    }

    /** The child processes, if there are any. */
    Optional<ProcessTree> processes() {
        return Optional.ofNullable(processes);
    }

    long sinceNanos() {
        return sinceNanos;
    }

    TaskInfo info(long nowNanos) {
        Progress told = progress;
        return new TaskInfo(name, Instant.ofEpochMilli(sinceMillis), Duration.ofNanos(nowNanos - sinceNanos),
                told.percent(), told.note(), isCancelled());
    }

    private void perform(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.warn("The cancel action of {} failed: {}", name, e.toString());
            LOG.debug("The cancel action of {} failed", name, e);
        }
    }
}
