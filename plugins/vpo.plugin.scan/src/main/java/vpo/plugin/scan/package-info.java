/**
 * The plugin that scans the library's folders: components and configuration. What it does is in the packages below: the
 * files themselves ({@code media}), the database ({@code library}), scans as work in flight ({@code work}) and requests
 * ({@code http}). Nothing is exported; the version is what the capability of the plugin carries.
 */
@Version("0.1.0")
package vpo.plugin.scan;

import org.osgi.annotation.versioning.Version;
