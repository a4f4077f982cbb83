package vpo.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where the daemon is in its life. A service. All methods may be called from any thread, block on nothing and are cheap
 * enough to be called for every request.
 */
@ProviderType
public interface Lifecycle {

    /** The present state. */
    DaemonState state();

    /** A snapshot of the stop; {@link ShutdownState#NONE} as long as none has begun. */
    ShutdownState shutdown();

    /**
     * How long the stop waits still for what is in flight, by a clock that is never set, as the stop itself does.
     *
     * @return empty as long as none has begun, negative when the deadline has passed
     */
    Optional<Duration> untilDeadline();

    /** How long the daemon has been up, by a clock that is never set. */
    Duration uptime();

    /** When the daemon started, UTC. */
    Instant startedAt();
}
