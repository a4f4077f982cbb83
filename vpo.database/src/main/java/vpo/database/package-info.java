/**
 * The library's database for the other bundles: whether it can be used. Its connections come from the
 * {@link javax.sql.DataSource} service with the property {@code vpo.database=library}.
 */
@Export
@Version("1.0.0")
package vpo.database;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
