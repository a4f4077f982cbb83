package vpo.config;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A configuration under somebody else's PID, made from ours: such as Felix HTTP's, from {@link ServerConfig}. A bundle
 * that needs one registers this as a service; the bridge, as the only writer of configurations, publishes it like any
 * other and deletes it when the service goes. One whose PID is written already, or that Configuration Admin does not
 * take, is left out, which the log tells.
 */
@ConsumerType
public interface DerivedConfiguration {
    /** The PID to write. */
    String pid();

    /** The properties to write; called once for each registration. */
    Map<String, Object> properties();
}
