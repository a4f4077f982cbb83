package vpo.plugins.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class PluginCallsTest {
    private static final String EVENT = "metadata.extracted";
    private static final Duration LONG = Duration.ofSeconds(30);
    /** To be waited for, and yet enough for a call to begin on a busy machine. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("call").factory());
    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private final PluginCalls calls = new PluginCalls("cat", threads, givenUp::add);
    /** Lets what hangs come back. */
    private final AtomicBoolean release = new AtomicBoolean();

    @AfterEach
    void end() {
        release.set(true);
        threads.shutdownNow();
    }

    private Optional<String> call(Callable<String> work) throws InterruptedException {
        return calls.call(EVENT, LONG, work);
    }

    @Test
    void an_answer_comes_back() throws Exception {
        assertThat(call(() -> "purr")).contains("purr");
    }

    @Test
    void what_a_plugin_logs_is_about_what_its_caller_logs_about() throws Exception {
        try (var _ = MDC.putCloseable("job_id", "J1")) {
            assertThat(call(() -> {
                MDC.put("left", "behind");
                return MDC.get("job_id");
            })).contains("J1");
        }
        assertThat(call(() -> MDC.get("job_id") + " " + MDC.get("left"))).contains("null null");
    }

    @Test
    void an_exception_and_an_error_of_any_kind_cost_the_call() throws Exception {
        assertThat(call(() -> {
            throw new IOException("x");
        })).isEmpty();
        assertThat(call(() -> {
            throw new StackOverflowError();
        })).isEmpty();
        assertThat(call(() -> {
            throw new OutOfMemoryError("said so");
        })).isEmpty();
        assertThat(call(() -> {
            throw new NoClassDefFoundError("claws");
        })).isEmpty();
        assertThat(call(() -> "purr")).isPresent();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void an_exception_that_cannot_even_be_told_costs_the_call() throws Exception {
        class Untellable extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new StackOverflowError();
            }
        }
        class Endless extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return hang();
            }
        }
        for (int i = 0; i < PluginCalls.MOST_FAILURES; i++) {
            assertThat(call(() -> {
                throw new Untellable();
            })).isEmpty();
        }
        assertThat(givenUp).singleElement().asString().contains("Untellable");
        assertThat(calls.call(EVENT, SHORT, () -> {
            throw new Endless();
        })).isEmpty();
    }

    @Test
    void a_row_of_failures_is_told_once_and_a_success_ends_it() throws Exception {
        Callable<String> broken = () -> {
            throw new IllegalStateException("no claws");
        };
        for (int i = 1; i < PluginCalls.MOST_FAILURES; i++) {
            call(broken);
        }
        call(() -> "purr");
        for (int i = 1; i < PluginCalls.MOST_FAILURES; i++) {
            call(broken);
        }
        assertThat(givenUp).isEmpty();
        call(broken);
        assertThat(givenUp).singleElement().asString().contains("5 times", EVENT, "no claws");
    }

    @Test
    void a_call_that_takes_too_long_is_interrupted_and_nobody_waits() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        assertThat(calls.call(EVENT, SHORT, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            return "late";
        })).isEmpty();
        await().untilTrue(interrupted);
        await().untilAsserted(() -> assertThat(call(() -> "purr")).isPresent());
    }

    @Test
    void a_plugin_that_hangs_is_not_called_again_until_it_is_back() throws Exception {
        AtomicInteger made = new AtomicInteger();
        calls.call(EVENT, SHORT, this::hang);
        for (int i = 0; i < 20; i++) {
            assertThat(call(() -> {
                made.incrementAndGet();
                return "purr";
            })).isEmpty();
        }
        assertThat(made).hasValue(0);
        assertThat(givenUp).as("slow is not broken").isEmpty();
        release.set(true);
        await().untilAsserted(() -> assertThat(call(() -> "purr")).isPresent());
    }

    @Test
    void a_plugin_that_never_comes_back_is_given_up() throws Exception {
        calls.call(EVENT, SHORT, this::hang);
        await().untilAsserted(() -> {
            calls.call(EVENT, SHORT, () -> "purr");
            assertThat(givenUp).singleElement().asString().contains("hangs in a call since 2.5 s");
        });
    }

    private String hang() {
        while (!release.get()) {
            Thread.onSpinWait();
        }
        return "late";
    }

    @Test
    void an_interrupted_caller_leaves_and_the_call_is_interrupted_too() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> call(() -> {
            caller.interrupt();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return "late";
        }));
        ended.await();
    }

    @Test
    void what_comes_from_within_a_call_does_not_come_back_to_the_plugin() throws Exception {
        PluginCalls dog = new PluginCalls("dog", threads, givenUp::add);
        AtomicBoolean called = new AtomicBoolean();
        Optional<String> answer = call(() -> dog.call(EVENT, LONG, () -> {
            calls.call(EVENT, LONG, () -> {
                called.set(true);
                return "again";
            });
            return "wuff";
        }).orElseThrow());
        assertThat(answer).contains("wuff");
        assertThat(called).isFalse();
    }

    @Test
    void two_that_tell_each_other_of_something_at_the_same_time_do_not_wait_for_each_other() throws Exception {
        PluginCalls dog = new PluginCalls("dog", threads, givenUp::add);
        CyclicBarrier both = new CyclicBarrier(2);
        Future<Optional<Boolean>> other = threads.submit(() -> dog.call(EVENT, LONG, () -> {
            both.await();
            return call(() -> "purr").isPresent();
        }));
        Optional<Boolean> one = calls.call(EVENT, LONG, () -> {
            both.await();
            return dog.call(EVENT, LONG, () -> "wuff").isPresent();
        });
        assertThat(List.of(one.orElseThrow(), other.get().orElseThrow())).as("only what could never be told is not")
                .containsExactlyInAnyOrder(true, false);
    }
}
