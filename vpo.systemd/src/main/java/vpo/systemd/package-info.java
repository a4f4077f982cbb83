/**
 * The service manager: what is told to it ({@code sd_notify}), and the journal. The launcher uses it from its class
 * path, for its log and for starts that fail before there is a container; bundles see the same package.
 */
@Export
@Version("1.1.0")
package vpo.systemd;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
