package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The calls to one plugin: one at a time, each for a limited time, on a thread that is not the caller's. What goes
 * wrong costs the call and a warning; a plugin that goes wrong every time is given up.
 */
final class PluginCalls {
    /** Calls in a row that fail before a plugin is given up. */
    static final int MOST_FAILURES = 5;
    private static final Logger log = LoggerFactory.getLogger(PluginCalls.class);
    /** The plugins within whose calls the code that now runs was called. */
    private static final ScopedValue<Set<String>> AROUND = ScopedValue.newInstance();
    private static final WaitGraph WAITS = new WaitGraph();

    private final String plugin;
    private final ExecutorService threads;
    private final Consumer<String> givenUp;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final AtomicInteger failures = new AtomicInteger();
    /** The call that was not waited for any longer; null if there is none. Guarded by the lock. */
    private Future<?> left;
    /** When it was left, or when the plugin was last given up because of it. Guarded by the lock. */
    private long leftNanos;

    /**
     * @param plugin its name
     * @param threads to call on
     * @param givenUp told once for each row of failures, with a sentence without its subject
     */
    PluginCalls(String plugin, ExecutorService threads, Consumer<String> givenUp) {
        this.plugin = plugin;
        this.threads = threads;
        this.givenUp = givenUp;
    }

    /**
     * Calls.
     *
     * @param event what the call is about
     * @param limit of the call
     * @param work the plugin's code, and what looks at its answer
     * @return what the work returned; empty if the call was not made, or failed
     * @throws InterruptedException if the calling thread was interrupted; the call is, too
     */
    <T> Optional<T> call(String event, Duration limit, Callable<T> work) throws InterruptedException {
        Set<String> around = AROUND.orElse(Set.of());
        if (around.contains(plugin)) {
            log.debug("plugin {} is not told of {}, which comes from within a call of it", plugin, event);
            return Optional.empty();
        }
        if (!awaitTurn(around)) {
            log.debug("plugin {} is not told of {}, which comes from within a call that it waits for", plugin, event);
            return Optional.empty();
        }
        try {
            if (left != null && !left.isDone()) {
                // Slow is not broken: as long as the one call lasts, others are neither made nor counted.
                log.debug("plugin {} is not told of {}: it is busy with a call that took too long", plugin, event);
                giveUpIfItNeverEnds(limit);
                return Optional.empty();
            }
            left = null;
            return callNow(event, limit, work);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Takes the lock, unless two would wait for each other until both are blamed for taking too long. */
    private boolean awaitTurn(Set<String> around) throws InterruptedException {
        if (!WAITS.begin(around, plugin)) {
            return false;
        }
        try {
            oneAtATime.lockInterruptibly();
            return true;
        } finally {
            WAITS.end(around);
        }
    }

    private void giveUpIfItNeverEnds(Duration limit) {
        long most = limit.multipliedBy(MOST_FAILURES).toNanos();
        if (System.nanoTime() - leftNanos > most) {
            leftNanos = System.nanoTime();
            givenUp.accept("hangs in a call since " + seconds(limit.multipliedBy(MOST_FAILURES)) + " s and more");
        }
    }

    private <T> Optional<T> callNow(String event, Duration limit, Callable<T> work) throws InterruptedException {
        Set<String> around = new HashSet<>(AROUND.orElse(Set.of()));
        around.add(plugin);
        Map<String, String> context = MDC.getCopyOfContextMap();
        Call<T> call = new Call<>(() -> ScopedValue.where(AROUND, around).call(() -> within(context, work)));
        try {
            Optional<T> answer = Optional.of(threads.submit(call).get(limit.toNanos(), TimeUnit.NANOSECONDS));
            succeeded();
            return answer;
        } catch (ExecutionException e) {
            failed(event, e.getCause() instanceof CallFailedException failure ? failure.getMessage() : "fails");
        } catch (TimeoutException e) {
            leave(call);
            failed(event, "does not come back within " + seconds(limit) + " s (plugins.call_timeout)");
        } catch (InterruptedException e) {
            leave(call);
            throw e;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // Nobody's fault here: the daemon stops, or there is no memory for one more thread.
            warn("plugin {} is not told of {}: {}", plugin, event, e.toString());
        }
        return Optional.empty();
    }

    /** What the plugin logs is about the same scan, say, and the same file as what the caller logs. */
    private static <T> T within(Map<String, String> context, Callable<T> work) throws Exception {
        if (context != null) {
            MDC.setContextMap(context);
        }
        try {
            return work.call();
        } finally {
            // The thread's next call is another's.
            MDC.clear();
        }
    }

    /** The daemon tells of the plugin, whose code it is not that logs. */
    private void warn(String message, Object... arguments) {
        try (var _ = MDC.putCloseable("plugin", plugin)) {
            log.warn(message, arguments);
        }
    }

    private void leave(Call<?> call) {
        left = call.ended();
        leftNanos = System.nanoTime();
        call.interrupt();
    }

    private static String seconds(Duration time) {
        return String.valueOf(time.toMillis() / 1000.0);
    }

    /** A row of failures, if there was one, is over. Any thread. */
    void succeeded() {
        failures.set(0);
    }

    /**
     * Tells and counts a failure. Any thread.
     *
     * @param event what the call was about
     * @param what a sentence without its subject
     */
    void failed(String event, String what) {
        warn("plugin {}, {}: it {}", plugin, event, what);
        if (failures.incrementAndGet() >= MOST_FAILURES) {
            failures.set(0);
            givenUp.accept("failed " + MOST_FAILURES + " times in a row, the last time with " + event + ": it " + what);
        }
    }
}
