package vpo.plugins.internal.host;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import vpo.config.Nearest;
import vpo.plugins.internal.store.PluginState;

/**
 * Which bundle an operator means. A symbolic name has one owner; a plugin name can be that of several bundles, of which
 * one at most runs: it means that one, and the others go by their symbolic names. On the host's thread.
 */
final class OperatorNames {
    private final OperatorDesk desk;

    OperatorNames(OperatorDesk desk) {
        this.desk = desk;
    }

    /**
     * Symbolic name of the bundle that is meant.
     *
     * @param text a symbolic name or, if there is none such, a plugin's name
     * @throws OperatorRefusal if there is none of either
     */
    String symbolicName(String text) throws OperatorRefusal {
        Collection<PluginState> states = desk.store().states();
        Collection<Candidate> candidates = desk.host().intake().all();
        Set<String> symbolicNames = new TreeSet<>();
        states.forEach(each -> symbolicNames.add(each.symbolicName()));
        candidates.forEach(each -> symbolicNames.add(each.jar().symbolicName()));
        if (symbolicNames.contains(text)) {
            return text;
        }
        Map<String, String> byName = new LinkedHashMap<>();
        states.stream().filter(each -> each.active().isPresent())
                .forEach(each -> byName.putIfAbsent(each.name(), each.symbolicName()));
        states.forEach(each -> byName.putIfAbsent(each.name(), each.symbolicName()));
        candidates.forEach(each -> byName.putIfAbsent(each.jar().name(), each.jar().symbolicName()));
        if (byName.containsKey(text)) {
            return byName.get(text);
        }
        Set<String> known = new TreeSet<>(byName.keySet());
        known.addAll(symbolicNames);
        throw new OperatorRefusal("there is no plugin '" + text + "'"
                + Nearest.of(text, known).map(each -> "; did you mean " + each + "?")
                        .orElse("; 'vpo plugin list' shows those that there are"));
    }

    /** Hashes of those versions with this plugin name that are another bundle's. */
    Set<String> hashesOfOthers(String name, String symbolicName) {
        Set<String> hashes = new HashSet<>();
        desk.store().states().stream()
                .filter(each -> each.name().equals(name) && !each.symbolicName().equals(symbolicName))
                .forEach(each -> {
                    hashes.addAll(each.kept());
                    hashes.addAll(each.quarantined().keySet());
                });
        desk.host().intake().all().stream()
                .filter(each -> each.jar().name().equals(name) && !each.jar().symbolicName().equals(symbolicName))
                .forEach(each -> hashes.add(each.hash()));
        return hashes;
    }
}
