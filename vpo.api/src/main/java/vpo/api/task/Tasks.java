package vpo.api.task;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The register of work in flight. A stop of the daemon waits for everything in it, up to {@code shutdown_timeout}, and
 * cancels what is left then. Work that is not in it is not waited for.
 * <p>
 * A task belongs to the bundle that has got this service. When that bundle has stopped, after its activator and its
 * components, which close what they have begun, its tasks are cancelled, for the reason that it stops. Those that
 * are not closed two seconds later and that no thread is seen to work on are closed with a warning in the log: the thread
 * of a task is the one that began it, or the one of {@link Task#runOn(Thread)}, for as long as there is code of the
 * bundle's on its stack. What does not heed its interrupt stays in flight. A bundle that has stopped begins nothing.
 * <p>
 * A service, of bundle scope; all methods may be called from any thread.
 */
@ProviderType
public interface Tasks {

    /**
     * Registers work that the caller is about to do, on threads of its own choice. The calling thread is interrupted
     * when the task is cancelled, for as long as it has not called {@link Task#close()}; a caller that hands the work
     * to another thread says so with {@link Task#runOn(Thread)}.
     *
     * <pre>{@code
     * try (Task task = tasks.begin("scan of /media")) {
     *     ...
     * }
     * }</pre>
     *
     * @param name what the work is, in a few words that tell an operator which file or folder it is about: it stands
     *            in the log and in health answers; not blank, line breaks are replaced, and 200 characters are kept
     * @return the handle; the caller closes it when the work has ended, however it ended
     * @throws TaskRefusedException if the daemon takes no new work, because it is stopping or an operator drains it, or
     *             if the bundle has stopped
     * @throws IllegalArgumentException if the name is blank
     */
    Task begin(String name) throws TaskRefusedException;

    /**
     * Registers work and runs it on a new thread, which is interrupted when the task is cancelled. It is one of the
     * platform's: work may compute, or wait in native code, for as long as it likes, and no request waits for it. The task
     * is closed when the work returns or throws.
     *
     * @param name as for {@link #begin(String)}
     * @param work what to do; it gets the handle, to tell its progress and to see that it is cancelled
     * @return completed when the work has ended: normally, or exceptionally if it threw. What depends on it
     *         ({@code whenComplete}, {@code handle}, {@code exceptionally} and all others) then gets a
     *         {@link CompletionException} whose cause is what the work threw, or that itself if it is such a one;
     *         {@code toCompletableFuture().join()} throws the same, and {@code get()} an {@link ExecutionException}
     *         with that cause. Completing or cancelling it has no effect on the work
     * @throws TaskRefusedException if the daemon takes no new work, because it is stopping or an operator drains it, or
     *             if the bundle has stopped
     * @throws IllegalArgumentException if the name is blank
     */
    CompletionStage<Void> run(String name, Work work) throws TaskRefusedException;

    /**
     * What is in flight now, oldest first.
     *
     * @return an immutable snapshot
     */
    List<TaskInfo> inFlight();

    /** Work that may throw. */
    @ConsumerType
    @FunctionalInterface
    interface Work {
        /**
         * Does the work, and returns early when the task is cancelled.
         *
         * @param task the handle of this work; it is closed by the caller of this method
         * @throws Exception when the work failed; an {@link InterruptedException} when it was cancelled
         */
        void perform(Task task) throws Exception;
    }
}
