package vpo.plugins.internal.event;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a plugin's code, which knows when it has really ended, not only when it is not waited for any longer.
 * Whatever the code throws comes out as a {@link CallFailedException}.
 */
final class Call<T> implements Callable<T> {
    private static final Logger log = LoggerFactory.getLogger(Call.class);

    private final Callable<T> work;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Guarded by this; null before and after. */
    private Thread thread;
    /** Guarded by this. */
    private boolean interrupted;

    Call(Callable<T> work) {
        this.work = work;
    }

    @Override
    public T call() throws CallFailedException {
        try {
            begin();
            return work.call();
        } catch (CallFailedException e) {
            throw e;
        } catch (Throwable e) {
            // Errors, too, whatever they are: they cost this call. Here, as it is the plugin's code that makes the
            // text.
            log.debug("a call of a plugin", e);
            throw CallFailedException.thrown(e);
        } finally {
            synchronized (this) {
                thread = null;
                // An interrupt that came too late is not for the next one on this thread.
                Thread.interrupted();
            }
            ended.complete(null);
        }
    }

    private synchronized void begin() throws InterruptedException {
        if (interrupted) {
            throw new InterruptedException("interrupted before it began");
        }
        thread = Thread.currentThread();
    }

    /** Interrupts the call; one that has not begun never will. */
    synchronized void interrupt() {
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Done when the call has come back. */
    Future<?> ended() {
        return ended;
    }
}
