/**
 * What makes a bundle a plugin, and the two kinds of things that a plugin does.
 */
@Export
@Version("1.0.0")
package vpo.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
