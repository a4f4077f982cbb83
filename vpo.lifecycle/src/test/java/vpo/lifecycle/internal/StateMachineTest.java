package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vpo.lifecycle.DaemonState.CONNECTING;
import static vpo.lifecycle.DaemonState.RUNNING;
import static vpo.lifecycle.DaemonState.SHUTTING_DOWN;
import static vpo.lifecycle.DaemonState.STARTING;
import static vpo.lifecycle.DaemonState.STOPPED;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vpo.lifecycle.DaemonState;

class StateMachineTest {
    @RegisterExtension
    final Logged logged = new Logged();

    private final StateMachine states = new StateMachine();

    /** The whole table: a row for each state, with the way to it, and what may follow. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "-                                        | CONNECTING SHUTTING_DOWN",
            "CONNECTING                               | RUNNING SHUTTING_DOWN",
            "CONNECTING RUNNING                       | SHUTTING_DOWN",
            "CONNECTING RUNNING SHUTTING_DOWN         | STOPPED",
            "SHUTTING_DOWN                            | STOPPED",
            "CONNECTING RUNNING SHUTTING_DOWN STOPPED | -"})
    void movesOnlyAlongTheTable(String way, String allowed) {
        for (DaemonState next : DaemonState.values()) {
            StateMachine fresh = new StateMachine();
            path(way).forEach(state -> assertThat(fresh.moveTo(state)).isTrue());
            DaemonState before = fresh.state();
            boolean expected = path(allowed).contains(next);

            assertThat(fresh.moveTo(next)).as("%s to %s", before, next).isEqualTo(expected);
            assertThat(fresh.state()).isEqualTo(expected ? next : before);
        }
    }

    @Test
    void beginsWithStarting() {
        assertThat(states.state()).isEqualTo(STARTING);
    }

    @Test
    void logsEachEdgeOnce() {
        states.moveTo(CONNECTING);
        states.moveTo(CONNECTING);
        states.moveTo(RUNNING, ", 0.4 s after the start");
        states.moveTo(SHUTTING_DOWN);
        states.moveTo(STOPPED);
        assertThat(logged.lines()).containsExactly(
                "INFO CONNECTING (was STARTING)",
                "INFO RUNNING, 0.4 s after the start (was CONNECTING)",
                "INFO SHUTTING_DOWN (was RUNNING)",
                "INFO STOPPED (was SHUTTING_DOWN)");
        assertThat(logged.values("state")).containsExactly("CONNECTING", "RUNNING", "SHUTTING_DOWN", "STOPPED");
    }

    @Test
    void oneOfManyThreadsTakesTheEdge() throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        Callable<Boolean> move = () -> {
            together.await();
            return states.moveTo(SHUTTING_DOWN);
        };
        try (var threads = Executors.newFixedThreadPool(8)) {
            int moved = 0;
            for (var result : threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> move).toList())) {
                moved += result.get() ? 1 : 0;
            }
            assertThat(moved).isEqualTo(1);
        }
        assertThat(logged.lines()).hasSize(1);
    }

    private static List<DaemonState> path(String names) {
        return names == null ? List.of() : List.of(names.split(" ")).stream().map(DaemonState::valueOf).toList();
    }
}
