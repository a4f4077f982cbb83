package vpo.lifecycle.internal;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.ShutdownState;

/** The time limit stands for a hang: a drain that is stuck would last for ever. */
@Timeout(60)
class DrainTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);
    /** Costs nothing where all ends, and is enough for that on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** Where something does not end. */
    private static final Duration USED_UP = Duration.ofSeconds(2);

    @RegisterExtension
    final Logged logged = new Logged();

    private final StateMachine states = new StateMachine();
    private final TaskRegistry tasks = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
    private final AtomicReference<Duration> timeout = new AtomicReference<>(SHORT);
    private final Cancellations cancellations = new Cancellations(tasks::info, GRACE);
    private final Drain drain = drain(GRACE);
    private final CountDownLatch testOver = new CountDownLatch(1);

    private Drain drain(Duration grace) {
        return new Drain(states, tasks, cancellations, Clock.fixed(NOW, ZoneOffset.UTC), timeout::get, grace);
    }

    @AfterEach
    void letStubbornWorkEnd() {
        testOver.countDown();
    }

    @Test
    void withNothingInFlightItIsOverAtOnce() {
        timeout.set(LONG);
        drain.run();
        assertThat(states.state()).isEqualTo(DaemonState.SHUTTING_DOWN);
        assertThat(logged.lines()).containsExactly("INFO SHUTTING_DOWN (was STARTING)");
    }

    @Test
    void waitsForATaskThatEndsInTime() throws Exception {
        timeout.set(LONG);
        Task task = tasks.begin("scan of /media");
        Thread stopping = drainAside();

        await().untilAsserted(() -> assertThat(logged.lines())
                .anyMatch(line -> line.startsWith("INFO Waiting up to 3600.0 s for 1 task: scan of /media (")));
        assertThat(drain.shutdown().tasksRemaining()).isEqualTo(1);
        assertThat(stopping.isAlive()).isTrue();

        task.close();
        stopping.join();
        assertThat(task.isCancelled()).isFalse();
        assertThat(drain.shutdown().tasksRemaining()).isZero();
        assertThat(logged.lines()).last().isEqualTo("INFO Nothing is in flight any more");
    }

    @Test
    void cancelsWorkAtTheDeadlineAndSaysWhy() throws Exception {
        AtomicReference<Task> handle = new AtomicReference<>();
        CompletableFuture<Void> work = tasks.run("scan", task -> {
            handle.set(task);
            new CountDownLatch(1).await();
        }).toCompletableFuture();
        drain.run();
        assertThat(work).failsWithin(30, SECONDS).withThrowableThat().havingCause()
                .isInstanceOf(InterruptedException.class);
        assertThat(handle.get().cancelReason()).contains("the daemon stops, and shutdown_timeout (0.2 s) is over");
        assertThat(logged.lines()).anyMatch(line -> line.startsWith("WARN Cancelling scan ("))
                .last().isEqualTo("INFO Nothing is in flight any more");
    }

    @Test
    void givesUpWorkThatIgnoresTheInterruptAndNamesIt() throws Exception {
        tasks.run("stubborn scan", task -> waitWhateverComes(testOver));
        drain(USED_UP).run();
        assertThat(tasks.inFlight()).extracting(TaskInfo::name, TaskInfo::cancelled)
                .containsExactly(tuple("stubborn scan", true));
        assertThat(logged.lines()).last().asString().startsWith("WARN Did not end, and is given up: stubborn scan (");
    }

    @Test
    void aCancelActionThatHangsHoldsUpNobodyElse() throws Exception {
        CountDownLatch acted = new CountDownLatch(1);
        Task hanging = tasks.begin("hanging").onCancel(() -> waitWhateverComes(testOver));
        tasks.begin("next").onCancel(acted::countDown).runOn(Thread.ofPlatform().unstarted(() -> {}));
        hanging.runOn(Thread.ofPlatform().unstarted(() -> {}));
        drain(USED_UP).run();
        assertThat(acted.await(30, SECONDS)).isTrue();
        assertThat(testOver.getCount()).as("the action still hangs").isEqualTo(1);
        assertThat(logged.lines()).contains("WARN The cancel action of hanging did not end, and is given up");
    }

    @Test
    void endsChildProcessesWithTheirChildren() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 1000 & sleep 1000").start();
        await().until(() -> shell.descendants().count() == 2);
        List<ProcessHandle> all = Stream.concat(Stream.of(shell.toHandle()), shell.descendants()).toList();
        tasks.run("transcode", task -> {
            task.owns(shell.toHandle());
            shell.waitFor();
        });
        drain.run();
        assertThat(gone(all)).isTrue();
        assertThat(logged.lines()).last().isEqualTo("INFO Nothing is in flight any more");
    }

    @Test
    void killsChildProcessesThatIgnoreTheRequestEvenWhenTheirTaskHasEnded() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 1000 & sleep 1000").start();
        await().until(() -> shell.descendants().count() == 2);
        List<ProcessHandle> all = Stream.concat(Stream.of(shell.toHandle()), shell.descendants()).toList();
        tasks.run("transcode", task -> {
            task.owns(shell.toHandle());
            new CountDownLatch(1).await();
        });
        drain.run();
        assertThat(gone(all)).isTrue();
        assertThat(shell.waitFor()).isEqualTo(128 + 9);
        assertThat(logged.lines()).last().isEqualTo("INFO Nothing is in flight any more");
    }

    @Test
    void aProcessThatACancelledTaskStartsLateEndsToo() throws Exception {
        AtomicReference<Process> late = new AtomicReference<>();
        Task task = tasks.begin("transcode").runOn(Thread.ofPlatform().unstarted(() -> {}));
        task.onCancel(() -> {
            try {
                late.set(new ProcessBuilder("sleep", "1000").start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            task.owns(late.get().toHandle());
        });
        drain(USED_UP).run();
        assertThat(late.get().waitFor(30, SECONDS)).isTrue();
    }

    @Test
    void cancelsAHundredTasks() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            tasks.run("scan " + i, task -> {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    ended.incrementAndGet();
                }
            });
        }
        drain.run();
        assertThat(ended).hasValue(100);
        assertThat(logged.lines()).filteredOn(line -> line.startsWith("WARN Cancelling scan")).hasSize(100);
    }

    @Test
    void theTimesOfTheStopAreSetOnce() {
        assertThat(drain.shutdown()).isSameAs(ShutdownState.NONE);
        timeout.set(Duration.ofSeconds(30));
        drain.run();
        ShutdownState first = drain.shutdown();
        assertThat(first.initiated()).contains(NOW);
        assertThat(first.timeoutDeadline()).contains(NOW.plusSeconds(30));

        timeout.set(LONG);
        drain.run();
        assertThat(drain.shutdown()).isEqualTo(first);
    }

    @Test
    void howLongItWaitsStillIsToldByTheClockThatCounts() throws Exception {
        assertThat(drain.untilDeadline()).isEmpty();
        timeout.set(LONG);
        Task task = tasks.begin("scan");
        Thread stopping = drainAside();
        await().until(() -> drain.shutdown().isShuttingDown());
        // The clock that dates it stands still, far from now.
        assertThat(drain.untilDeadline().orElseThrow()).isBetween(LONG.minusSeconds(60), LONG);
        task.close();
        stopping.join();
    }

    @Test
    void theDeadlineIsThatOfTheTimeInForceWhenTheStopBegan() throws Exception {
        timeout.set(LONG);
        Task task = tasks.begin("scan");
        Thread stopping = drainAside();
        await().until(() -> drain.shutdown().isShuttingDown());
        timeout.set(Duration.ZERO);
        assertThat(drain.shutdown().timeoutDeadline()).contains(NOW.plus(LONG));
        task.close();
        stopping.join();
        assertThat(task.isCancelled()).isFalse();
    }

    @Test
    void whoeverAsksAgainWaitsForTheSameDrain() throws Exception {
        timeout.set(LONG);
        Task task = tasks.begin("scan");
        Thread first = drainAside();
        await().until(() -> drain.shutdown().isShuttingDown());
        Thread second = drainAside();
        await().until(() -> second.getState() == Thread.State.WAITING);
        assertThat(first.isAlive()).isTrue();
        task.close();
        first.join();
        second.join();
        assertThat(logged.lines()).filteredOn(line -> line.contains("SHUTTING_DOWN")).hasSize(1);
    }

    @Test
    void anInterruptOfTheDrainingThreadLosesNothing() throws Exception {
        timeout.set(LONG);
        Task task = tasks.begin("scan");
        CompletableFuture<Boolean> interruptKept = new CompletableFuture<>();
        Thread stopping = Thread.ofPlatform().start(() -> {
            drain.run();
            interruptKept.complete(Thread.currentThread().isInterrupted());
        });
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        stopping.interrupt();
        // It takes the interrupt and goes back to waiting.
        await().until(() -> !stopping.isInterrupted() && stopping.getState() == Thread.State.TIMED_WAITING);
        assertThat(interruptKept).isNotDone();
        task.close();
        assertThat(interruptKept.get()).isTrue();
        assertThat(task.isCancelled()).isFalse();
    }

    /** Its task has ended, but its process has not: the daemon must not go before that is killed. */
    @Test
    void seesWhatAnOperatorHasCancelledToItsEnd() throws Exception {
        timeout.set(LONG);
        Process shell = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; sleep 1000").start();
        assertThat(shell.inputReader().readLine()).isEqualTo("ready");
        tasks.run("transcode", task -> {
            task.owns(shell.toHandle());
            new CountDownLatch(1).await();
        });
        await().until(() -> tasks.all().getFirst().processes().isPresent());
        cancellations.begin(tasks.all().getFirst(), "enough");
        drain.run();
        assertThat(gone(List.of(shell.toHandle()))).isTrue();
    }

    private Thread drainAside() {
        return Thread.ofPlatform().start(drain::run);
    }

    /** Ended, though perhaps not reaped: not every container's first process does that. */
    private static boolean gone(List<ProcessHandle> processes) {
        ProcessTree tree = new ProcessTree();
        processes.forEach(tree::add);
        return tree.alive().isEmpty();
    }

    /** Not for ever, so that a drain that waits for it fails the test. */
    private static void waitWhateverComes(CountDownLatch latch) {
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (latch.getCount() > 0 && System.nanoTime() < end) {
            try {
                latch.await(end - System.nanoTime(), NANOSECONDS);
            } catch (InterruptedException e) {
                // Stubborn on purpose.
            }
        }
    }
}
