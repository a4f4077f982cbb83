package vpo.plugins.internal.jar;

import java.util.List;
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
 * @param events that the plugin asks to be told of
 * @param description what it does, in its author's words; empty if they have none
 */
public record PluginJar(String symbolicName, Version version, String name, boolean isPlugin, Set<String> exports,
        List<String> events, String description) {
    /** Copies; the description becomes one line. */
    public PluginJar {
        exports = Set.copyOf(exports);
        events = List.copyOf(events);
        description = description.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    /** For people: what it is and which one. */
    public String describe() {
        return (isPlugin ? "plugin " : "bundle ") + name + " " + version;
    }
}
