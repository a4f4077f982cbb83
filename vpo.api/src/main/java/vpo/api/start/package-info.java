/**
 * The start protocol: how the daemon's bundles tell each other and the launcher that a part of the start is done, or
 * that it failed. It is spoken in OSGi's own {@link org.osgi.service.condition.Condition} services, so that nobody
 * needs a type of anybody else's.
 * <p>
 * Plugins hardly need it: those in a plugin folder are started when the daemon is RUNNING, and everything that
 * {@link vpo.api.start.StartConditions} names is there. One that may also come with the daemon, and so be started
 * before, waits for {@link vpo.api.start.StartConditions#CONFIGURED} when its own configuration is optional. To
 * register any of these conditions is for the daemon's own bundles alone, and so is {@link vpo.api.start.StartFailure}:
 * a plugin that cannot start throws from its start.
 */
@Export
@Version("1.1.0")
package vpo.api.start;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
