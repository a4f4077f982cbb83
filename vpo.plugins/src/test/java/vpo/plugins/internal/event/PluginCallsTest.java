package vpo.plugins.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import vpo.api.event.Enrichment;
import vpo.api.event.MetadataExtracted;
import vpo.api.event.PluginEvent;
import vpo.api.plugin.Analyzer;

@Timeout(60)
class AnalyzerCallsTest {
    private static final PluginEvent EVENT = new MetadataExtracted(Path.of("/a.mkv"), Map.of());
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("call").factory());
    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private final AnalyzerCalls calls = new AnalyzerCalls("cat", threads, givenUp::add);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Optional<Enrichment> call(Analyzer analyzer) throws InterruptedException {
        return calls.call(analyzer, EVENT, LONG);
    }

    @Test
    void an_answer_is_told_with_the_plugins_name() throws Exception {
        assertThat(call(event -> Map.of("a", "b"))).contains(new Enrichment("cat", Map.of("a", "b")));
        assertThat(call(event -> Map.of())).isEmpty();
    }

    @Test
    void an_exception_an_error_and_a_null_cost_the_call() throws Exception {
        assertThat(call(event -> {
            throw new IOException("x");
        })).isEmpty();
        assertThat(call(event -> {
            throw new StackOverflowError();
        })).isEmpty();
        assertThat(call(event -> null)).isEmpty();
        assertThat(call(event -> Map.of("a", "b"))).isPresent();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void a_row_of_failures_is_told_once_and_a_success_ends_it() throws Exception {
        Analyzer broken = event -> {
            throw new IllegalStateException("no claws");
        };
        for (int i = 1; i < AnalyzerCalls.MOST_FAILURES; i++) {
            call(broken);
        }
        call(event -> Map.of());
        for (int i = 1; i < AnalyzerCalls.MOST_FAILURES; i++) {
            call(broken);
        }
        assertThat(givenUp).isEmpty();
        call(broken);
        assertThat(givenUp).singleElement().asString().contains("5 times", "metadata.extracted", "no claws");
    }

    @Test
    void a_call_that_takes_too_long_is_interrupted_and_nobody_waits() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        assertThat(calls.call(event -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return Map.of();
        }, EVENT, SHORT)).isEmpty();
        await().untilTrue(interrupted);
        await().untilAsserted(() -> assertThat(call(event -> Map.of("a", "b"))).isPresent());
    }

    @Test
    void a_plugin_that_hangs_is_not_called_again_until_it_is_back() throws Exception {
        AtomicBoolean release = new AtomicBoolean();
        AtomicInteger made = new AtomicInteger();
        calls.call(event -> {
            while (!release.get()) {
                Thread.onSpinWait();
            }
            return Map.of();
        }, EVENT, SHORT);
        for (int i = 0; i < 20; i++) {
            assertThat(call(event -> {
                made.incrementAndGet();
                return Map.of("a", "b");
            })).isEmpty();
        }
        assertThat(made).hasValue(0);
        assertThat(givenUp).as("slow is not broken").isEmpty();
        release.set(true);
        await().untilAsserted(() -> assertThat(call(event -> Map.of("a", "b"))).isPresent());
    }

    @Test
    void an_interrupted_caller_leaves_and_the_call_is_interrupted_too() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> call(event -> {
            caller.interrupt();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return Map.of();
        }));
        ended.await();
    }
}
