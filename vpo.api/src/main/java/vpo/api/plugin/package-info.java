/**
 * What makes a bundle a plugin, and the two kinds of things that a plugin does: {@link vpo.api.plugin.Analyzer} and
 * {@link vpo.api.plugin.Mutator}, OSGi services that the daemon calls. A plugin is free to do its work in other ways:
 * tasks, schedules, servlets.
 */
@Export
@Version("1.0.0")
package vpo.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
