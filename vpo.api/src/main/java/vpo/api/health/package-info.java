/**
 * How a plugin says whether it works: with services of the type {@code org.apache.felix.hc.api.HealthCheck}, which is
 * Felix Health Checks' own and is not wrapped here.
 *
 * <pre>{@code
 * @Component(property = {HealthCheck.NAME + "=disk", HealthCheck.TAGS + "=" + HealthTags.READY})
 * public final class DiskCheck implements HealthCheck {
 *     public Result execute() { ... }
 * }
 * }</pre>
 * <p>
 * Every check of a plugin, whatever its tags, is run once before a version of it takes over: one that says
 * {@code CRITICAL} or {@code HEALTH_CHECK_ERROR} keeps the version before it running. That is on a thread of the
 * daemon's and within {@code plugins.start_timeout} seconds, the start included. From then on those with one of the
 * tags in {@link vpo.api.health.HealthTags} are run when somebody asks, on any thread and side by side; a check that
 * takes longer than the health service's own limit counts as failed for that answer. {@code OK} and {@code WARN} pass,
 * every other status fails the whole answer, and so does an exception.
 */
@Export
@Version("1.0.0")
package vpo.api.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
