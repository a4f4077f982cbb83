package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.event.Enrichment;
import vpo.api.event.PluginEvent;
import vpo.api.plugin.Analyzer;

/**
 * The calls to one plugin: one at a time, each for a limited time, on a thread that is not the caller's. What goes
 * wrong costs the call and a warning; a plugin that goes wrong every time is given up.
 */
final class AnalyzerCalls {
    /** Calls in a row that fail before a plugin is given up. */
    static final int MOST_FAILURES = 5;
    private static final Logger log = LoggerFactory.getLogger(AnalyzerCalls.class);

    private final String plugin;
    private final ExecutorService threads;
    private final Consumer<String> givenUp;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    /** The call that was not waited for any longer; null if there is none. Guarded by the lock. */
    private Future<?> left;
    private int failures;

    /**
     * @param plugin its name
     * @param threads to call on
     * @param givenUp told once for each row of failures, with a sentence without its subject
     */
    AnalyzerCalls(String plugin, ExecutorService threads, Consumer<String> givenUp) {
        this.plugin = plugin;
        this.threads = threads;
        this.givenUp = givenUp;
    }

    /**
     * Calls.
     *
     * @param limit of the call
     * @return what it has added, if anything
     * @throws InterruptedException if the calling thread was interrupted; the call is, too
     */
    Optional<Enrichment> call(Analyzer analyzer, PluginEvent event, Duration limit) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            if (left != null && !left.isDone()) {
                // Slow is not broken: as long as the one call lasts, others are neither made nor counted.
                log.debug("plugin {} is not told of {}: it is busy with a call that took too long", plugin,
                        event.name());
                return Optional.empty();
            }
            left = null;
            return callNow(analyzer, event, limit);
        } finally {
            oneAtATime.unlock();
        }
    }

    private Optional<Enrichment> callNow(Analyzer analyzer, PluginEvent event, Duration limit)
            throws InterruptedException {
        Call call = new Call(analyzer, event);
        Future<Map<String, String>> future = threads.submit(call);
        try {
            Enrichment answer = new Enrichment(plugin, future.get(limit.toNanos(), TimeUnit.NANOSECONDS));
            failures = 0;
            return answer.values().isEmpty() ? Optional.empty() : Optional.of(answer);
        } catch (ExecutionException e) {
            failed(event, "throws " + e.getCause(), e.getCause());
        } catch (NullPointerException e) {
            failed(event, "answers with a null", e);
        } catch (TimeoutException e) {
            left = call.ended();
            call.interrupt();
            failed(event, "does not come back within " + limit.toMillis() / 1000.0 + " s (plugins.call_timeout)", e);
        } catch (InterruptedException e) {
            left = call.ended();
            call.interrupt();
            throw e;
        }
        return Optional.empty();
    }

    private void failed(PluginEvent event, String what, Throwable cause) {
        failures++;
        log.warn("plugin {}, event {}: it {}", plugin, event.name(), what);
        log.debug("plugin {}, event {}", plugin, event.name(), cause);
        if (failures >= MOST_FAILURES) {
            failures = 0;
            givenUp.accept("failed " + MOST_FAILURES + " times in a row, the last time with " + event.name() + ": it "
                    + what);
        }
    }
}
