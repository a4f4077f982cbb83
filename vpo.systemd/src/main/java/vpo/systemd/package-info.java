/**
 * The service manager: what is told to it ({@code sd_notify}), the journal, and the socket that it hands over
 * ({@code sd_listen_fds}). The launcher uses it from its class path, for its log and for starts that fail before there
 * is a container; bundles see the same package.
 */
@Export
@Version("2.0.0")
package vpo.systemd;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
