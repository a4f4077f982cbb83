/**
 * The configuration: read from a TOML file, the environment and flags, validated whole, and published to Configuration
 * Admin. Everything in this package is usable without a container.
 */
@Export
@Version("1.0.0")
package vpo.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
