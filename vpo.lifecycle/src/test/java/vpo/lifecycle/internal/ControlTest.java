package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.lifecycle.DaemonControl.RunningTask;

@Timeout(60)
class ControlTest {
    private static final String ANNA = "anna";

    @RegisterExtension
    final Logged logged = new Logged();

    private final TaskRegistry tasks = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
    private final AtomicInteger stops = new AtomicInteger();
    private final Control control = new Control(tasks, new Cancellations(tasks::info, Duration.ofMillis(500)),
            stops::incrementAndGet);
    private final CountDownLatch testOver = new CountDownLatch(1);

    @AfterEach
    void letStubbornWorkEnd() {
        testOver.countDown();
    }

    @Test
    void drainingRefusesWorkLetsAdministrationInAndWhatIsInFlightGoOn() throws Exception {
        Task scan = tasks.begin("scan of /media");
        control.drain(ANNA);
        control.drain("again");
        assertThat(control.isDraining()).isTrue();
        assertThat(control.stopsWhenIdle()).isFalse();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("scan of /films"))
                .withMessage("scan of /films: refused, because the daemon is draining");
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.run("scan", _ -> {}));
        Task start = control.beginAdministration("start of hello 1.0");
        assertThat(control.tasks()).extracting(each -> each.info().name()).containsExactly("scan of /media",
                "start of hello 1.0");
        assertThat(scan.isCancelled()).isFalse();
        start.close();
        assertThat(logged.lines()).hasSize(1).first().asString().matches(
                "INFO Draining, as asked by anna: no new work is taken, in flight are 1 task: scan of /media \\(.*\\)");
        scan.close();
        control.beginAdministration("another").close();
        assertThat(logged.lines()).hasSize(2).last().isEqualTo("INFO Drained: nothing is in flight any more");
        assertThat(stops).hasValue(0);
    }

    @Test
    void countsWhatWasRefusedAndWhatWasCancelled() throws Exception {
        Task asked = tasks.begin("asked to end");
        Task left = tasks.begin("left alone");
        assertThat(control.cancel(control.tasks().getFirst().id(), "enough")).isTrue();
        await().until(asked::isCancelled);
        assertThat(control.cancelledTasks()).as("while it is in flight").isZero();
        asked.close();
        asked.close();
        left.close();
        assertThat(control.cancelledTasks()).isEqualTo(1);
        assertThat(control.refusedTasks()).isZero();

        control.drain(ANNA);
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("scan"));
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.run("scan", _ -> {}));
        control.beginAdministration("start of hello").close();
        assertThat(control.refusedTasks()).isEqualTo(2);
        assertThat(control.cancelledTasks()).isEqualTo(1);
    }

    @Test
    void resumingTakesItBack() throws Exception {
        assertThat(control.resume("nobody")).isTrue();
        control.drain(ANNA);
        assertThat(control.resume("bert\nfaked")).isTrue();
        assertThat(control.isDraining()).isFalse();
        tasks.begin("scan").close();
        assertThat(logged.lines()).containsExactly(
                "INFO Draining, as asked by anna: no new work is taken, nothing is in flight",
                "INFO Drained: nothing is in flight any more",
                "INFO Resumed, as asked by bert faked: new work is taken again");
    }

    @Test
    void stopsOnceWhenTheLastTaskEnds() throws Exception {
        Task one = tasks.begin("one");
        Task two = tasks.begin("two");
        control.stopWhenIdle(ANNA);
        control.stopWhenIdle(ANNA);
        control.drain("bert");
        assertThat(control.isDraining() && control.stopsWhenIdle()).isTrue();
        one.close();
        assertThat(stops).hasValue(0);
        two.close();
        assertThat(stops).hasValue(1);
        assertThat(control.resume("too late")).isFalse();
        control.beginAdministration("last").close();
        assertThat(stops).hasValue(1);
        assertThat(control.isDraining()).as("until the stop has begun").isTrue();
        assertThat(logged.lines()).last().isEqualTo("INFO Stopping, as asked by anna: nothing is in flight any more");
    }

    @Test
    void stopsAtOnceWhenNothingIsInFlight() {
        control.drain(ANNA);
        control.stopWhenIdle(ANNA);
        assertThat(stops).hasValue(1);
        assertThat(control.stopsWhenIdle()).isFalse();
    }

    @Test
    void stopsAnIdleOneAndLeavesABusyOneAsItWas() throws Exception {
        Task task = tasks.begin("scan");
        assertThat(control.stopIfIdle(ANNA)).isFalse();
        tasks.begin("another").close();
        control.drain("bert");
        assertThat(control.stopIfIdle(ANNA)).isFalse();
        assertThat(control.isDraining()).isTrue();
        assertThat(logged.lines()).noneMatch(line -> line.contains(ANNA));
        task.close();
        assertThat(logged.lines()).last().isEqualTo("INFO Drained: nothing is in flight any more");
        assertThat(control.stopIfIdle(ANNA)).isTrue();
        assertThat(stops).hasValue(1);
        assertThat(control.resume("too late")).isFalse();
        assertThat(control.stopIfIdle(ANNA)).isFalse();
        assertThat(logged.lines()).last().isEqualTo("INFO Stopping, as asked by anna: nothing is in flight");
    }

    /** As at the limit of threads. */
    @Test
    void aStopThatCouldNotBeginIsBegunByTheNextOneWhoAsksForItWhenIdle() {
        AtomicInteger tries = new AtomicInteger();
        Control atTheLimit = new Control(tasks, new Cancellations(tasks::info, Duration.ZERO), () -> {
            if (tries.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as a test");
            }
        });
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> atTheLimit.stopIfIdle(ANNA));
        assertThat(atTheLimit.resume("bert")).isFalse();
        atTheLimit.stopIfIdle(ANNA);
        assertThat(tries).hasValue(2);
    }

    @Test
    void aDrainInTheMomentOfTheLookIsNotLost() {
        AtomicReference<Admission> admission = new AtomicReference<>();
        List<Boolean> found = new ArrayList<>(List.of(true, false));
        admission.set(new Admission(() -> {
            assertThat(admission.get().admits(false)).as("while it looks").isFalse();
            assertThat(admission.get().admits(true)).isTrue();
            admission.get().move(Admission.Kind.QUIET, null);
            return found.removeFirst();
        }));
        assertThat(admission.get().leaveIfEmpty()).as("empty, and drained meanwhile").isFalse();
        assertThat(admission.get().kind()).isEqualTo(Admission.Kind.QUIET);
        admission.get().move(Admission.Kind.OPEN, null);
        assertThat(admission.get().leaveIfEmpty()).as("busy, and drained meanwhile").isFalse();
        assertThat(admission.get().kind()).isEqualTo(Admission.Kind.QUIET);
    }

    @Test
    void aResumeKeepsItFromStopping() throws Exception {
        Task task = tasks.begin("one");
        control.stopWhenIdle(ANNA);
        assertThat(control.resume(ANNA)).isTrue();
        task.close();
        tasks.begin("two").close();
        assertThat(stops).hasValue(0);
        assertThat(control.isDraining() || control.stopsWhenIdle()).isFalse();
    }

    @Test
    void aStopIsNotTakenBackAndNotRepeatedOnceItHasBegun() throws Exception {
        Task task = tasks.begin("scan");
        control.stop(ANNA);
        assertThat(stops).hasValue(1);
        assertThat(control.resume(ANNA)).isFalse();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("scan of /films"));
        tasks.refuse();
        assertThat(control.isDraining()).isFalse();
        control.stop("bert");
        control.stopWhenIdle("bert");
        control.drain("bert");
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> control.beginAdministration("start"))
                .withMessage("start: refused, because the daemon is stopping");
        task.close();
        assertThat(stops).hasValue(1);
    }

    @Test
    void aStopInTheMiddleOfADrainIsTheUsualOne() throws Exception {
        Task task = tasks.begin("scan");
        control.stopWhenIdle(ANNA);
        Future<Void> drained = tasks.refuse();
        assertThat(drained).isNotDone();
        task.close();
        assertThat(drained).isDone();
        assertThat(stops).as("somebody else has stopped it").hasValue(0);
    }

    /** The stop must never come while work is in flight that was let in before or after; and once at most. */
    @Test
    void nothingLetInIsInFlightWhenItStops() throws Exception {
        int workers = 4;
        try (var threads = Executors.newFixedThreadPool(workers + 1)) {
            for (int round = 0; round < 300; round++) {
                TaskRegistry register = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
                AtomicInteger inFlight = new AtomicInteger();
                AtomicInteger lost = new AtomicInteger();
                AtomicInteger stopped = new AtomicInteger();
                Control raced = new Control(register, new Cancellations(register::info, Duration.ZERO), () -> {
                    stopped.incrementAndGet();
                    lost.addAndGet(inFlight.get());
                });
                CyclicBarrier together = new CyclicBarrier(workers + 1);
                List<Future<?>> work = IntStream.range(0, workers).<Future<?>>mapToObj(i -> threads.submit(() -> {
                    together.await();
                    while (stopped.get() == 0) {
                        try (Task _ = register.begin("work")) {
                            inFlight.incrementAndGet();
                            Thread.onSpinWait();
                            inFlight.decrementAndGet();
                        } catch (TaskRefusedException e) {
                            Thread.onSpinWait();
                        }
                    }
                    return null;
                })).toList();
                together.await();
                if (round % 2 == 0) {
                    while (!raced.stopIfIdle(ANNA)) {
                        Thread.onSpinWait();
                    }
                } else {
                    do {
                        raced.stopWhenIdle(ANNA);
                    } while (raced.resume(ANNA));
                }
                for (Future<?> each : work) {
                    each.get(30, TimeUnit.SECONDS);
                }
                assertThat(lost).as("in flight when it stopped").hasValue(0);
                assertThat(stopped).hasValue(1);
            }
        }
    }

    @Test
    void tasksHaveNumbersOfTheirOwn() throws Exception {
        tasks.begin("one").close();
        tasks.begin("two");
        tasks.begin("three");
        assertThat(control.tasks()).extracting(RunningTask::id).containsExactly(2L, 3L);
        assertThat(control.cancel(1, "late")).isFalse();
    }

    @Test
    void cancelEndsOneTaskAndNoOther() throws Exception {
        AtomicReference<Task> handle = new AtomicReference<>();
        CompletableFuture<Void> scan = tasks.run("scan", task -> {
            handle.set(task);
            testOver.await();
        }).toCompletableFuture();
        Task other = tasks.begin("other");
        long id = control.tasks().getFirst().id();
        assertThat(control.cancel(id, "cancelled by anna")).isTrue();
        await().until(scan::isCompletedExceptionally);
        assertThat(handle.get().cancelReason()).contains("cancelled by anna");
        assertThat(other.isCancelled()).isFalse();
        await().untilAsserted(() -> assertThat(logged.lines()).last().isEqualTo("INFO Cancelled, and ended: scan"));
        assertThat(logged.lines()).hasSize(2).first().asString().matches(
                "INFO Cancelling scan \\(.*\\): cancelled by anna");
        assertThat(control.cancel(id, "again")).isFalse();
    }

    @Test
    void cancelKillsProcessesThatIgnoreTheRequest() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 1000 & sleep 1000").start();
        await().until(() -> shell.descendants().count() == 2);
        List<ProcessHandle> all = Stream.concat(Stream.of(shell.toHandle()), shell.descendants()).toList();
        Task task = tasks.begin("transcode").runOn(null).owns(shell.toHandle());
        shell.onExit().thenRun(task::close);
        assertThat(control.cancel(control.tasks().getFirst().id(), "enough")).isTrue();
        assertThat(shell.waitFor()).isEqualTo(128 + 9);
        ProcessTree tree = new ProcessTree();
        all.forEach(tree::add);
        await().until(() -> tree.alive().isEmpty());
    }

    @Test
    void cancelReturnsAtOnceAndNamesWhatDoesNotEnd() throws Exception {
        Task stubborn = tasks.begin("stubborn").runOn(null).onCancel(() -> {
            try {
                testOver.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(control.cancel(control.tasks().getFirst().id(), "enough")).isTrue();
        await().untilAsserted(() -> assertThat(logged.lines())
                .anyMatch(line -> line.startsWith("WARN Does not end, although it is cancelled: stubborn ("))
                .contains("WARN The cancel action of stubborn did not end, and is given up"));
        assertThat(control.tasks().getFirst().info().cancelled()).isTrue();
        assertThat(control.cancel(control.tasks().getFirst().id(), "again")).isTrue();
        assertThat(stubborn.cancelReason()).contains("enough");
    }
}
