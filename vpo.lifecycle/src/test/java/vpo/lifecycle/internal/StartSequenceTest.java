package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vpo.api.start.StartConditions.ACCESS;
import static vpo.api.start.StartConditions.BUNDLES_STARTED;
import static vpo.api.start.StartConditions.CONFIGURED;
import static vpo.api.start.StartConditions.DATABASE_VERIFIED;
import static vpo.api.start.StartConditions.HEALTH;
import static vpo.api.start.StartConditions.LISTENING;
import static vpo.api.start.StartConditions.READY_TO_LISTEN;
import static vpo.api.start.StartConditions.RUNNING;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vpo.lifecycle.DaemonState;

class StartSequenceTest {
    @RegisterExtension
    final Logged logged = new Logged();

    private final StateMachine states = new StateMachine();
    private final List<String> announced = new CopyOnWriteArrayList<>();
    private final StartSequence sequence = new StartSequence(states, () -> "0.4 s", announced::add);

    @Test
    void goesFromStartingToRunning() {
        sequence.arrived(CONFIGURED);
        assertThat(states.state()).isEqualTo(DaemonState.CONNECTING);
        assertThat(announced).isEmpty();

        sequence.arrived(DATABASE_VERIFIED);
        assertThat(announced).isEmpty();

        sequence.arrived(BUNDLES_STARTED);
        sequence.arrived(HEALTH);
        sequence.arrived(ACCESS);
        assertThat(announced).containsExactly(READY_TO_LISTEN);
        assertThat(states.state()).isEqualTo(DaemonState.CONNECTING);

        sequence.arrived(LISTENING);
        assertThat(announced).containsExactly(READY_TO_LISTEN, RUNNING);
        assertThat(states.state()).isEqualTo(DaemonState.RUNNING);
        assertThat(logged.lines()).last().isEqualTo("INFO RUNNING, 0.4 s after the start (was CONNECTING)");
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        sequence.arrived(LISTENING);
        sequence.arrived(BUNDLES_STARTED);
        sequence.arrived(HEALTH);
        sequence.arrived(ACCESS);
        sequence.arrived(DATABASE_VERIFIED);
        assertThat(announced).isEmpty();
        sequence.arrived(CONFIGURED);
        assertThat(announced).containsExactly(READY_TO_LISTEN, RUNNING);
    }

    /** The port is bound while the condition for it is being registered: the usual case. */
    @Test
    void aStepMayBeDoneWhileItIsAnnounced() {
        StartSequence[] reentered = new StartSequence[1];
        reentered[0] = new StartSequence(states, () -> "0.4 s", id -> {
            announced.add(id);
            if (id.equals(READY_TO_LISTEN)) {
                reentered[0].arrived(LISTENING);
            }
            reentered[0].arrived(id);
        });
        reentered[0].arrived(CONFIGURED);
        reentered[0].arrived(BUNDLES_STARTED);
        reentered[0].arrived(HEALTH);
        reentered[0].arrived(ACCESS);
        reentered[0].arrived(DATABASE_VERIFIED);
        assertThat(announced).containsExactly(READY_TO_LISTEN, RUNNING);
    }

    @Test
    void aConditionThatComesAgainChangesNothing() {
        Stream.of(CONFIGURED, BUNDLES_STARTED, HEALTH, ACCESS, DATABASE_VERIFIED, LISTENING, DATABASE_VERIFIED,
                LISTENING)
                .forEach(sequence::arrived);
        assertThat(announced).containsExactly(READY_TO_LISTEN, RUNNING);
    }

    @Test
    void aStartThatIsStoppedAnnouncesNothingMore() {
        sequence.arrived(CONFIGURED);
        states.moveTo(DaemonState.SHUTTING_DOWN);
        sequence.arrived(BUNDLES_STARTED);
        sequence.arrived(HEALTH);
        sequence.arrived(ACCESS);
        sequence.arrived(DATABASE_VERIFIED);
        sequence.arrived(LISTENING);
        assertThat(announced).isEmpty();
        assertThat(states.state()).isEqualTo(DaemonState.SHUTTING_DOWN);
    }

    @Test
    void arrivalsOnManyThreadsLoseNothing() throws Exception {
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (int round = 0; round < 500; round++) {
                List<String> told = new CopyOnWriteArrayList<>();
                StateMachine machine = new StateMachine();
                StartSequence raced = new StartSequence(machine, () -> "0.4 s", told::add);
                CyclicBarrier together = new CyclicBarrier(6);
                List<Future<?>> arrivals = Stream
                        .of(CONFIGURED, BUNDLES_STARTED, HEALTH, ACCESS, DATABASE_VERIFIED, LISTENING)
                        .<Future<?>>map(id -> threads.submit(() -> {
                            together.await();
                            raced.arrived(id);
                            return null;
                        })).toList();
                for (Future<?> arrival : arrivals) {
                    arrival.get();
                }
                assertThat(machine.state()).isEqualTo(DaemonState.RUNNING);
                assertThat(told).containsExactlyInAnyOrder(READY_TO_LISTEN, RUNNING);
            }
        }
    }
}
