/** What the listener tells of itself. */
@Export
@Version("1.1.0")
package vpo.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
