/**
 * A place for what a plugin keeps.
 */
@Export
@Version("1.0.0")
package vpo.api.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
