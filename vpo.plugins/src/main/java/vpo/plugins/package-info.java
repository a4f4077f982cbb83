/** What operators ask of the plugin host. */
@Export
@Version("1.0.0")
package vpo.plugins;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
