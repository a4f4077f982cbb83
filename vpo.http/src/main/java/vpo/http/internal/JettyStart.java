package vpo.http.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import vpo.api.start.StartFailure;

/**
 * What becomes of Jetty's start, which tells nobody that it could not bind: somebody else may have been quicker. A machine
 * on which it takes long is given the time that a start may take.
 */
final class JettyStart {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Waits for it. */
    interface Arrival {
        /**
         * Waits.
         *
         * @return whether it is there by then
         */
        boolean within(Duration time) throws InterruptedException;
    }

    private final Address address;
    private final Arrival jetty;
    private final Supplier<ListeningSockets.Owner> port;

    /**
     * @param address that it is to listen on
     * @param port who listens there
     */
    JettyStart(Address address, Arrival jetty, Supplier<ListeningSockets.Owner> port) {
        this.address = address;
        this.jetty = jetty;
        this.port = port;
    }

    /**
     * Waits for its end.
     *
     * @param limit how long the whole start may take
     * @param left of that
     * @return why it failed; empty if it did not
     */
    Optional<StartFailure> await(Duration limit, Duration left) throws InterruptedException {
        long end = System.nanoTime() + left.toNanos();
        while (!jetty.within(shorter(BETWEEN_LOOKS, Duration.ofNanos(end - System.nanoTime())))) {
            ListeningSockets.Owner owner = port.get();
            Optional<String> obstacle = owner == ListeningSockets.Owner.OTHERS ? address.obstacle() : Optional.empty();
            if (obstacle.isPresent()) {
                return obstacle.map(why -> new StartFailure(StartFailure.State.PORT_IN_USE, why));
            }
            if (end - System.nanoTime() <= 0) {
                return Optional.of(late(limit, owner));
            }
        }
        return Optional.empty();
    }

    private StartFailure late(Duration limit, ListeningSockets.Owner owner) {
        return new StartFailure(StartFailure.State.STARTUP_FAILED,
                "the HTTP listener on " + address + " did not come within "
                        + limit.toMillis() / 1000.0 + " s (server.start_timeout): "
                        + (owner == ListeningSockets.Owner.OURSELVES
                                ? "the port is open, and the HTTP service is not ready"
                                : "the HTTP service did not open the port; --log-level debug says why")
                        + "; if the machine is merely slow, raise server.start_timeout");
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
