package vpo.api.start;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

/**
 * A start that failed for good. It is told by registering a {@link Condition} with the id
 * {@link StartConditions#FAILED}; the launcher then logs one line, {@code STATE: message}, stops the framework and
 * exits with status 1. The first failure counts; one that comes when the daemon is RUNNING is logged and ends nothing.
 * For the daemon's own bundles.
 *
 * @param state which error state the daemon ends in
 * @param message what is wrong, where, and what to do about it, in one line
 */
public record StartFailure(State state, String message) {

    /** Service property: the name of the {@link State}. */
    public static final String PROPERTY_STATE = "vpo.start.state";

    /** Service property: the message. */
    public static final String PROPERTY_MESSAGE = "vpo.start.message";

    /** The error states, as in the data model's table of error states. */
    public enum State {
        /** The configuration cannot be used. */
        CONFIG_ERROR,
        /** The database cannot be used. */
        DB_ERROR,
        /** The address or the port to listen on cannot be had. */
        PORT_IN_USE,
        /** Anything else that is needed for the start. */
        STARTUP_FAILED
    }

    /** Both parts are needed. */
    public StartFailure {
        Objects.requireNonNull(state);
        Objects.requireNonNull(message);
    }

    /**
     * Tells the launcher. Any thread.
     *
     * @param context of the bundle that failed
     * @return the registration; it may be left to the framework, which ends it with the bundle
     */
    public ServiceRegistration<Condition> report(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(
                Condition.CONDITION_ID, StartConditions.FAILED,
                PROPERTY_STATE, state.name(),
                PROPERTY_MESSAGE, message));
        return context.registerService(Condition.class, Condition.INSTANCE, properties);
    }
}
