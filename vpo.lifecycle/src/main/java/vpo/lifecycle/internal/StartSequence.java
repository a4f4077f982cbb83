package vpo.lifecycle.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import vpo.api.start.StartConditions;
import vpo.lifecycle.DaemonState;

/**
 * Takes the daemon from STARTING to RUNNING as the conditions of the start arrive, in any order and on any threads.
 * Each arrival looks at all that has arrived so far, so that the last one finds everything.
 */
final class StartSequence {
    /** What must be there before the port is bound. A further prerequisite of the start goes here. */
    static final List<String> PREREQUISITES = List.of(StartConditions.BUNDLES_STARTED,
            StartConditions.DATABASE_VERIFIED, StartConditions.HEALTH, StartConditions.ACCESS);

    private final StateMachine states;
    private final Supplier<String> sinceStart;
    private final Consumer<String> announce;
    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean readyToListen = new AtomicBoolean();

    /**
     * @param sinceStart for the log line of RUNNING
     * @param announce registers the condition with the given id
     */
    StartSequence(StateMachine states, Supplier<String> sinceStart, Consumer<String> announce) {
        this.states = states;
        this.sinceStart = sinceStart;
        this.announce = announce;
    }

    /** A condition is there. That it goes away later is no step of the start, and told by health. */
    void arrived(String conditionId) {
        arrived.add(conditionId);
        if (!arrived.contains(StartConditions.CONFIGURED)) {
            return;
        }
        states.moveTo(DaemonState.CONNECTING);
        if (!arrived.containsAll(PREREQUISITES) || states.state() != DaemonState.CONNECTING) {
            return;
        }
        if (readyToListen.compareAndSet(false, true)) {
            announce.accept(StartConditions.READY_TO_LISTEN);
        }
        if (arrived.contains(StartConditions.LISTENING)
                && states.moveTo(DaemonState.RUNNING, ", " + sinceStart.get() + " after the start")) {
            announce.accept(StartConditions.RUNNING);
        }
    }
}
