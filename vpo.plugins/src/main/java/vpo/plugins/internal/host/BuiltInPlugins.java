package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first-party plugins, which come inside {@code vpo.jar} and are trusted as a part of it: by the hashes that the
 * build wrote into it, not by their names.
 *
 * @param byHash each one, by the SHA-256 of its file
 */
public record BuiltInPlugins(Map<String, BuiltIn> byHash) {
    /** There are none. */
    public static final BuiltInPlugins NONE = new BuiltInPlugins(Map.of());

    /**
     * One of them.
     *
     * @param file its jar
     * @param enabled whether it runs before anybody has said that it is to
     */
    public record BuiltIn(Path file, boolean enabled) {}

    /** Copies. */
    public BuiltInPlugins {
        byHash = Map.copyOf(byHash);
    }

    /**
     * Reads what the launcher hands on.
     *
     * @param property a line {@code ENABLED SHA256 PATH} for each; null if there is no launcher of ours
     */
    public static BuiltInPlugins parse(String property) {
        Map<String, BuiltIn> all = new TreeMap<>();
        if (property != null) {
            property.lines().map(line -> line.split(" ", 3)).forEach(
                    parts -> all.put(parts[1], new BuiltIn(Path.of(parts[2]), Boolean.parseBoolean(parts[0]))));
        }
        return new BuiltInPlugins(all);
    }

    /** Whether the file with this hash is one of them. */
    boolean holds(String hash) {
        return byHash.containsKey(hash);
    }
}
