package vpo.plugins.internal.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the store knows of one bundle. Immutable; one change is one new state.
 *
 * @param symbolicName of the bundle
 * @param name the plugin's name; the symbolic name if it is an ordinary bundle
 * @param source the file in a plugin folder that it came from last
 * @param active hash of the version that runs, or would if it were enabled; empty if none has ever started
 * @param kept hashes of the versions whose files are kept, newest first; the active one among them
 * @param enabled whether it is to run
 * @param quarantined by hash: versions that are not run
 */
public record PluginState(String symbolicName, String name, Path source, Optional<String> active, List<String> kept,
        boolean enabled, Map<String, Quarantine> quarantined) {
    /** The active version, and two to go back to. */
    static final int MOST_KEPT = 3;
    /** Of versions whose files have gone: one may come back. */
    private static final int MOST_ABSENT_QUARANTINED = 10;

    /** Copies. */
    public PluginState {
        kept = List.copyOf(kept);
        quarantined = Map.copyOf(quarantined);
        if (active.isPresent() && !kept.contains(active.get())) {
            throw new IllegalArgumentException("the active version of " + symbolicName + " is not kept");
        }
    }

    /** A bundle that nothing is known of yet. */
    public static PluginState of(String symbolicName, String name, Path source) {
        return new PluginState(symbolicName, name, source, Optional.empty(), List.of(), true, Map.of());
    }

    /** The same that came from another file. */
    public PluginState from(Path file) {
        return new PluginState(symbolicName, name, file, active, kept, enabled, quarantined);
    }

    /** With a version that has just been proved to run; it is not in quarantine any more. */
    public PluginState activated(String hash, String newName) {
        List<String> versions = new ArrayList<>(kept);
        versions.remove(hash);
        versions.addFirst(hash);
        Map<String, Quarantine> others = new TreeMap<>(quarantined);
        others.remove(hash);
        return new PluginState(symbolicName, newName, source, Optional.of(hash),
                versions.subList(0, Math.min(versions.size(), MOST_KEPT)), enabled, others);
    }

    /**
     * With a version that is not to run. If it was the active one, the newest kept one that may run takes its place; if
     * there is none, nothing is active.
     */
    public PluginState quarantine(String hash, Quarantine why) {
        Map<String, Quarantine> all = new TreeMap<>(quarantined);
        all.put(hash, why);
        Optional<String> next = active.equals(Optional.of(hash))
                ? kept.stream().filter(each -> !all.containsKey(each)).findFirst()
                : active;
        return new PluginState(symbolicName, name, source, next, kept, enabled, all);
    }

    /** With only those kept versions, beside the active one, whose files are there. */
    PluginState keeping(Predicate<String> there) {
        return new PluginState(symbolicName, name, source, active,
                kept.stream().filter(each -> active.equals(Optional.of(each)) || there.test(each)).toList(), enabled,
                quarantined);
    }

    /**
     * Without the oldest quarantines of versions whose files have gone. One whose file is there is never forgotten: it
     * would be started again.
     *
     * @param there whether there is a file of this hash; the kept versions need not be asked for
     */
    PluginState forgettingAbsent(Predicate<String> there) {
        List<String> absent = quarantined.entrySet().stream()
                .filter(each -> !there.test(each.getKey()) && !kept.contains(each.getKey()))
                .sorted(Comparator.comparing(each -> each.getValue().since())).map(Map.Entry::getKey).toList();
        Map<String, Quarantine> left = new TreeMap<>(quarantined);
        left.keySet().removeAll(absent.subList(0, Math.max(0, absent.size() - MOST_ABSENT_QUARANTINED)));
        return new PluginState(symbolicName, name, source, active, kept, enabled, left);
    }

    /** With no version in quarantine. */
    public PluginState released() {
        return new PluginState(symbolicName, name, source, active, kept, enabled, Map.of());
    }

    /**
     * With a kept version as the active one, whatever was held against it, and others in quarantine, so that it stays
     * so.
     *
     * @param hash of a kept version
     * @param away versions that are not to take its place
     */
    public PluginState rolledBack(String hash, Collection<String> away, Quarantine why) {
        Map<String, Quarantine> others = new TreeMap<>(quarantined);
        others.remove(hash);
        PluginState state = new PluginState(symbolicName, name, source, Optional.of(hash), kept, enabled, others);
        for (String each : away) {
            state = state.quarantine(each, why);
        }
        return state;
    }

    /** Enabled or not. */
    public PluginState enabled(boolean value) {
        return new PluginState(symbolicName, name, source, active, kept, value, quarantined);
    }

    /** The newest kept version other than the active one that may run. */
    public Optional<String> previous() {
        return kept.stream().filter(each -> !active.equals(Optional.of(each)) && !quarantined.containsKey(each))
                .findFirst();
    }
}
