/**
 * The daemon's states and how it stops. Work in flight itself is registered with {@link vpo.api.task.Tasks}, which this
 * bundle implements.
 */
@Export
@Version("1.1.0")
package vpo.lifecycle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
