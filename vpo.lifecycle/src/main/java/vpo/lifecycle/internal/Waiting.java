package vpo.lifecycle.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that an interrupt does not cut short, because what follows them must not be lost. */
final class Waiting {

    private Waiting() {}

    /**
     * Waits for a future, however it ends. An interrupt is kept for the caller.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether it ended before the deadline
     */
    static boolean until(Future<?> future, long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
