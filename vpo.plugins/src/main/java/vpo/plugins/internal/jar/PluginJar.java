package vpo.plugins.internal.jar;

import java.util.Set;

import org.osgi.framework.Version;

/**
 * What a jar says of itself.
 *
 * @param symbolicName of the bundle
 * @param version of the bundle
 * @param name the plugin's name; the symbolic name if it is an ordinary bundle
 * @param isPlugin whether it has the capability {@code vpo.plugin}
 * @param exports the packages that it offers to others
 */
public record PluginJar(String symbolicName, Version version, String name, boolean isPlugin, Set<String> exports) {
    /** Copies. */
    public PluginJar {
        exports = Set.copyOf(exports);
    }

    /** For people: what it is and which one. */
    public String describe() {
        return (isPlugin ? "plugin " : "bundle ") + name + " " + version;
    }
}
