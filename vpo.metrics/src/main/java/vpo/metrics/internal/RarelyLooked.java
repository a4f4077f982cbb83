package vpo.metrics.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that takes time to look up, and may never come. It is looked up when somebody asks, but not again while it
 * is fresh, by one thread at a time that lasts for one look; nobody waits for it for more than a moment. Any thread.
 *
 * @param <T> what is looked up
 */
final class RarelyLooked<T> {
    private static final Logger log = LoggerFactory.getLogger(RarelyLooked.class);

    /** For how long it is not looked up again. */
    private static final Duration FRESH = Duration.ofSeconds(15);
    /** For how long it is told if a newer look does not return. */
    private static final Duration TOLD = Duration.ofSeconds(60);

    private final String name;
    private final Callable<T> look;
    private final Duration patience;
    private final LongSupplier nanoTime;

    private Seen<T> last;
    private CompletableFuture<Void> underWay;

    /**
     * @param value what was found; empty if the look has failed
     * @param nanos when the look began
     */
    private record Seen<T>(Optional<T> value, long nanos) {}

    /**
     * @param name of the thread
     * @param patience of whoever asks
     * @param nanoTime the time that passes
     */
    RarelyLooked(String name, Callable<T> look, Duration patience, LongSupplier nanoTime) {
        this.name = name;
        this.look = look;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** What was found; empty if nothing is known, or nothing that is not too old. */
    Optional<T> get() {
        try {
            begin().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("{}: no answer yet", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return last == null || age() > TOLD.toNanos() ? Optional.empty() : last.value;
        }
    }

    /** Complete if there is nothing to wait for. */
    private synchronized CompletableFuture<Void> begin() {
        if (underWay != null) {
            return underWay;
        }
        if (last != null && age() < FRESH.toNanos()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> begun = new CompletableFuture<>();
        underWay = begun;
        long now = nanoTime.getAsLong();
        // No virtual thread: the database's library would hold on to one of the few that carry these.
        try {
            Thread.ofPlatform().daemon().name(name).start(() -> {
                try {
                    keep(new Seen<>(looked(), now));
                } finally {
                    end();
                    begun.complete(null);
                }
            });
        } catch (RuntimeException | Error e) {
            // No thread can be had just now: the next one who asks may have one.
            underWay = null;
            throw e;
        }
        return begun;
    }

    private Optional<T> looked() {
        try {
            return Optional.of(look.call());
        } catch (Exception | Error e) {
            log.debug("{} failed", name, e);
            return Optional.empty();
        }
    }

    private synchronized void keep(Seen<T> seen) {
        last = seen;
    }

    private synchronized void end() {
        underWay = null;
    }

    private long age() {
        return nanoTime.getAsLong() - last.nanos;
    }
}
