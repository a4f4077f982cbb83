package vpo.api.task;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The handle of one piece of work in flight. All methods may be called from any thread; none blocks. After
 * {@link #close()} they do nothing.
 */
@ProviderType
public interface Task extends AutoCloseable {

    /** The name that it was registered under. */
    String name();

    /**
     * Tells how far the work is.
     *
     * @param percent 0 to 100; values outside are clamped, NaN means unknown
     * @param note what is being done right now, in a few words; may be empty
     */
    void progress(double percent, String note);

    /** Whether the work was asked to end early. Long loops look at this. */
    boolean isCancelled();

    /** Why it was cancelled, as logged; empty as long as it is not. */
    Optional<String> cancelReason();

    /**
     * Registers what is to be done when the work is cancelled: closing a stream, telling a peer. It runs once, on a
     * thread of the daemon's, for a few seconds at most; what it throws is logged. When the task is cancelled already,
     * it runs at once, on the calling thread.
     *
     * @return this handle
     */
    Task onCancel(Runnable action);

    /**
     * Names the thread to interrupt on cancellation, in place of the one that registered the task. When the task is
     * cancelled already, that thread is interrupted at once.
     *
     * @param thread that works on the task from now on; null if there is none, as for an answer that waits for an event
     * @return this handle
     */
    Task runOn(Thread thread);

    /**
     * Adds a child process of the work, such as ffmpeg. On cancellation it and all its descendants are asked to end,
     * and killed when they do not.
     *
     * @return this handle
     * @throws IllegalArgumentException if it is the daemon's own process
     */
    Task owns(ProcessHandle process);

    /** Ends the work's registration. Idempotent; throws nothing. */
    @Override
    void close();
}
