package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class TrackedTaskTest {
    @RegisterExtension
    final Logged logged = new Logged();

    private final List<String> done = new ArrayList<>();
    private final TrackedTask task = task(Thread.currentThread());

    private static TrackedTask task(Thread thread) {
        return new TrackedTask(1, "work", 0, 0, thread, null, closed -> {});
    }

    @AfterEach
    void clearTheInterrupt() {
        Thread.interrupted();
    }

    @Test
    void clampsProgress() {
        task.progress(-1, "a");
        assertThat(task.info(0).percent()).isEqualTo(OptionalDouble.of(0));
        task.progress(Double.POSITIVE_INFINITY, "a");
        assertThat(task.info(0).percent()).isEqualTo(OptionalDouble.of(100));
        task.progress(Double.NaN, "b");
        assertThat(task.info(0).percent()).isEmpty();
        assertThat(task.info(0).note()).isEqualTo("b");
    }

    @Test
    void cancellingInterruptsGivesTheReasonAndActsOnce() {
        task.onCancel(() -> done.add("one")).onCancel(() -> {
            throw new IllegalStateException("broken action");
        }).onCancel(() -> done.add("two"));
        task.cancel("enough");
        task.cancel("again");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancelReason()).contains("enough");
        assertThat(done).containsExactly("one", "two");
        assertThat(logged.lines()).containsExactly(
                "WARN The cancel action of work failed: java.lang.IllegalStateException: broken action");
        assertThat(task.info(0).cancelled()).isTrue();
    }

    @Test
    void anActionThatComesLateRunsAtOnce() {
        task.cancel("enough");
        task.onCancel(() -> done.add("late"));
        assertThat(done).containsExactly("late");
    }

    @Test
    void interruptsTheThreadThatTheWorkWasHandedTo() {
        Thread worker = Thread.ofPlatform().unstarted(() -> {});
        task.runOn(worker);
        task.cancel("enough");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(worker.isInterrupted()).isTrue();
    }

    @Test
    void interruptsTheThreadThatACancelledTaskIsHandedTo() {
        task.cancel("enough");
        Thread worker = Thread.ofPlatform().unstarted(() -> {});
        task.runOn(worker);
        assertThat(worker.isInterrupted()).isTrue();
    }

    @Test
    void aClosedTaskDoesNothingMore() {
        task.onCancel(() -> done.add("one"));
        task.close();
        task.progress(50, "more");
        task.cancel("enough");
        task.onCancel(() -> done.add("late"));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(task.isCancelled()).isFalse();
        assertThat(done).isEmpty();
        assertThat(task.info(0).percent()).isEmpty();
    }

    @Test
    void theDaemonIsNoChildOfItsTasks() {
        assertThatIllegalArgumentException().isThrownBy(() -> task.owns(ProcessHandle.current()));
    }

    @Test
    void theCloseWaitsForAnInterruptThatIsUnderWay() throws Exception {
        CountDownLatch interrupting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        task.runOn(new Thread() {
            @Override
            public void interrupt() {
                interrupting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        Thread cancelling = Thread.ofPlatform().start(() -> task.cancel("enough"));
        interrupting.await();
        Thread closing = Thread.ofPlatform().start(task::close);
        await().until(() -> closing.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        cancelling.join();
        closing.join();
    }

    /** When close() has returned, the thread was interrupted if and only if the task was cancelled; later never. */
    @Test
    void noInterruptComesAfterTheClose() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (var other = Executors.newSingleThreadExecutor()) {
            for (int round = 0; round < 5_000; round++) {
                TrackedTask raced = task(Thread.currentThread());
                Future<?> cancelling = other.submit(() -> {
                    together.await();
                    raced.cancel("enough");
                    return null;
                });
                together.await();
                raced.close();
                assertThat(Thread.interrupted()).isEqualTo(raced.isCancelled());
                cancelling.get();
                assertThat(Thread.interrupted()).isFalse();
            }
        }
    }
}
