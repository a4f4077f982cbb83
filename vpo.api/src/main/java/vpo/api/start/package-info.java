/**
 * The start protocol: how the bundles tell each other and the launcher that a part of the start is done, or that it
 * failed. It is spoken in OSGi's own {@link org.osgi.service.condition.Condition} services, so that nobody needs a type
 * of anybody else's.
 */
@Export
@Version("1.0.0")
package vpo.api.start;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
