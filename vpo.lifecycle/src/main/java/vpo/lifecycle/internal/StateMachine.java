package vpo.lifecycle.internal;

import static vpo.lifecycle.DaemonState.CONNECTING;
import static vpo.lifecycle.DaemonState.RUNNING;
import static vpo.lifecycle.DaemonState.SHUTTING_DOWN;
import static vpo.lifecycle.DaemonState.STARTING;
import static vpo.lifecycle.DaemonState.STOPPED;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.lifecycle.DaemonState;

/** Moves the daemon from state to state, only along the edges below, each of which is taken and logged once. */
final class StateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(StateMachine.class);

    private static final Map<DaemonState, Set<DaemonState>> MOVES = Map.of(
            STARTING, Set.of(CONNECTING, SHUTTING_DOWN),
            CONNECTING, Set.of(RUNNING, SHUTTING_DOWN),
            RUNNING, Set.of(SHUTTING_DOWN),
            SHUTTING_DOWN, Set.of(STOPPED),
            STOPPED, Set.of());

    private final AtomicReference<DaemonState> state = new AtomicReference<>(STARTING);

    DaemonState state() {
        return state.get();
    }

    /** Moves if the table allows it; false if it does not, or if another thread was first. */
    boolean moveTo(DaemonState next) {
        return moveTo(next, "");
    }

    /**
     * Moves if the table allows it.
     *
     * @param next where to
     * @param detail for the log line; may be empty
     * @return false if the move is not allowed, or if another thread was first
     */
    boolean moveTo(DaemonState next, String detail) {
        DaemonState from = state.get();
        while (MOVES.get(from).contains(next)) {
            if (state.compareAndSet(from, next)) {
                LOG.atInfo().addKeyValue("state", next).log("{}{} (was {})", next, detail, from);
                return true;
            }
            from = state.get();
        }
        return false;
    }
}
