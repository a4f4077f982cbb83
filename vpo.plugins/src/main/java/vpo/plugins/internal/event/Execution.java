package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A mutator's work on a plan, on a thread of its own, for as long as it takes. It can be ended early: then the thread
 * is interrupted and waited for a limited time, so that the plugin can clear away what it has begun.
 */
final class Execution<T> {
    private final Call<T> call;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private volatile String ended;

    Execution(Callable<T> work) {
        this.call = new Call<>(work);
    }

    void begin(Executor threads) {
        try {
            threads.execute(() -> {
                try {
                    outcome.complete(call.call());
                } catch (Throwable e) {
                    outcome.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Nobody's fault here: the daemon stops, or there is no memory for one more thread.
            outcome.completeExceptionally(CallFailedException.answer(e.toString()));
        }
    }

    /**
     * Ends the work. Only the first reason counts. Any thread.
     *
     * @param reason why, in words
     * @param grace that the plugin has to come back
     */
    void end(String reason, Duration grace) {
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = reason;
        }
        call.interrupt();
        outcome.orTimeout(grace.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for the end of the work, which an interrupt of this thread brings about.
     *
     * @param interrupted why this thread was interrupted, once it was
     * @param grace that the plugin has after that
     * @throws CallFailedException if the work failed, or was ended and has not come to its end all the same
     */
    T await(Supplier<String> interrupted, Duration grace) throws CallFailedException {
        while (true) {
            try {
                return outcome.get();
            } catch (InterruptedException e) {
                end(interrupted.get(), grace);
            } catch (ExecutionException e) {
                if (ended != null) {
                    throw CallFailedException.answer(e.getCause() instanceof TimeoutException
                            ? ended + "; it does not come back"
                            : ended);
                }
                throw e.getCause() instanceof CallFailedException failure
                        ? failure
                        : CallFailedException.fault("fails");
            }
        }
    }
}
