/**
 * Work in flight: what the daemon waits for when it stops, and cancels when it cannot wait longer. Requests over HTTP
 * and executions of plans are in it by themselves; other work of a plugin's is when the plugin puts it there.
 */
@Export
@Version("1.0.0")
package vpo.api.task;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
