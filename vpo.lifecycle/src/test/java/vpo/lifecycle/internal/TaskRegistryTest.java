package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;

@Timeout(60)
class TaskRegistryTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 10);
    private final TaskRegistry tasks = new TaskRegistry(Clock.fixed(NOW, ZoneOffset.UTC), ticker::get);

    @Test
    void aTaskIsInFlightFromBeginToClose() throws Exception {
        try (Task task = tasks.begin("scan of /media")) {
            task.progress(40, "reading\nheaders");
            ticker.addAndGet(Duration.ofSeconds(3).toNanos());
            assertThat(tasks.inFlight()).containsExactly(new TaskInfo("scan of /media", NOW, Duration.ofSeconds(3),
                    OptionalDouble.of(40), "reading headers", false));
        }
        assertThat(tasks.inFlight()).isEmpty();
        assertThat(tasks.size()).isZero();
    }

    /** The ticker overflows between the two, as System.nanoTime() may. */
    @Test
    void tellsTheOldestFirst() throws Exception {
        tasks.begin("first");
        ticker.addAndGet(20);
        tasks.begin("second");
        ticker.addAndGet(20);
        tasks.begin("third");
        assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly("first", "second", "third");
    }

    @Test
    void tasksOfOneNameAreTasksOfTheirOwn() throws Exception {
        Task one = tasks.begin("GET /a");
        Task other = tasks.begin("GET /a");
        one.close();
        one.close();
        assertThat(tasks.size()).isEqualTo(1);
        other.close();
        assertThat(tasks.size()).isZero();
    }

    @Test
    void aBlankNameIsRefusedAndNothingIsInFlight() {
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.begin(" \n ")).withMessageContaining("blank");
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.run("", task -> {}));
        assertThat(tasks.inFlight()).isEmpty();
    }

    @Test
    void refusesByNameOnceTheDrainHasBegun() {
        tasks.refuse();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("scan\nof"))
                .withMessage("scan of: refused, because the daemon is stopping");
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.run("scan", task -> {}));
        assertThat(tasks.inFlight()).isEmpty();
    }

    @Test
    void isDrainedWhenTheLastTaskEnds() throws Exception {
        Task one = tasks.begin("one");
        Task two = tasks.begin("two");
        Future<Void> drained = tasks.refuse();
        one.close();
        assertThat(drained).isNotDone();
        two.close();
        assertThat(drained).isDone();
    }

    /** An accepted task that is still open while the register says that it is drained would be lost. */
    @Test
    void whatIsAcceptedWhileTheDrainBeginsIsWaitedFor() throws Exception {
        int workers = 8;
        try (var threads = Executors.newFixedThreadPool(workers)) {
            for (int round = 0; round < 300; round++) {
                TaskRegistry register = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
                CompletableFuture<Future<Void>> drain = new CompletableFuture<>();
                CyclicBarrier together = new CyclicBarrier(workers + 1);
                Callable<Boolean> worker = () -> {
                    together.await();
                    while (true) {
                        try (Task _ = register.begin("work")) {
                            if (drain.isDone() && drain.get().isDone()) {
                                return true;
                            }
                        } catch (TaskRefusedException e) {
                            return false;
                        }
                    }
                };
                List<Future<Boolean>> lost = IntStream.range(0, workers).mapToObj(i -> threads.submit(worker)).toList();
                together.await();
                drain.complete(register.refuse());
                drain.get().get(30, TimeUnit.SECONDS);
                for (Future<Boolean> each : lost) {
                    assertThat(each.get()).as("accepted, but not waited for").isFalse();
                }
                assertThat(register.inFlight()).isEmpty();
            }
        }
    }

    @Test
    void whatIsLoggedOnTheThreadOfATaskIsAboutIt() throws Exception {
        CompletableFuture<String> field = new CompletableFuture<>();
        tasks.run("scan of\n/media", task -> field.complete(MDC.get("task")));
        assertThat(field.get()).isEqualTo("scan of /media");
    }

    @Test
    void runsWorkOnAThreadOfItsOwnAndClosesItBeforeItTells() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Integer> left = tasks.run("work", task -> thread.complete(Thread.currentThread()))
                .thenApply(_ -> tasks.size()).toCompletableFuture();
        assertThat(left.get()).isZero();
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(thread.get().getName()).isEqualTo("vpo-task work");
    }

    /** Requests run on virtual threads, health's too, and as many of these at once as there are processors. */
    @Test
    void workThatComputesHoldsNoVirtualThreadUp() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try {
            for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
                CountDownLatch computing = new CountDownLatch(1);
                tasks.run("transform", _ -> {
                    computing.countDown();
                    while (!enough.get()) {
                        Thread.onSpinWait();
                    }
                });
                computing.await();
            }
            Thread.ofVirtual().start(() -> {}).join();
        } finally {
            enough.set(true);
        }
    }

    @Test
    void tellsWhatTheWorkThrew() {
        CompletableFuture<Void> failed = runQuietly(() -> {
            throw new IOException("disk full");
        });
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(failed::get)
                .withCauseInstanceOf(IOException.class).withMessageContaining("disk full");
        CompletableFuture<Void> broken = runQuietly(() -> {
            throw new StackOverflowError();
        });
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(broken::get)
                .withCauseInstanceOf(StackOverflowError.class);
        assertThat(tasks.size()).isZero();
    }

    @Test
    void whatDependsOnWorkGetsWhatItThrewAsACause() throws Exception {
        IOException thrown = new IOException("disk full");
        CountDownLatch asked = new CountDownLatch(1);
        CompletionStage<Void> work = tasks.run("work", _ -> {
            asked.await();
            throw thrown;
        });
        CompletableFuture<Throwable> before = work.handle((_, e) -> e).toCompletableFuture();
        asked.countDown();
        assertThat(before.get()).isInstanceOf(CompletionException.class).cause().isSameAs(thrown);
        CompletableFuture<Throwable> afterwards = work.handle((_, e) -> e).toCompletableFuture();
        assertThat(afterwards.get()).isInstanceOf(CompletionException.class).cause().isSameAs(thrown);

        CompletionException such = new CompletionException(thrown);
        CompletionStage<Void> other = tasks.run("work", _ -> {
            throw such;
        });
        assertThat(other.handle((_, e) -> e).toCompletableFuture().get()).isSameAs(such);
    }

    @Test
    void interruptsRunningWorkThatIsCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Void> work = tasks.run("work", task -> never.await()).toCompletableFuture();
        tasks.all().getFirst().cancel("enough");
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(work::get)
                .withCauseInstanceOf(InterruptedException.class);
    }

    @FunctionalInterface
    private interface Throwing {
        void run() throws Exception;
    }

    private CompletableFuture<Void> runQuietly(Throwing work) {
        try {
            return tasks.run("work", task -> work.run()).toCompletableFuture();
        } catch (TaskRefusedException e) {
            throw new AssertionError(e);
        }
    }
}
