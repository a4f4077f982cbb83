package vpo.config.internal.bridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Decides what must be done so that Configuration Admin holds what is wanted, and nothing of ours besides. */
final class Plan {
    /** Marks what the bridge wrote, so that a later run finds what an earlier one left behind. */
    static final String MANAGED = "vpo.config.managed";

    /** What Configuration Admin adds by itself. */
    private static final Set<String> AUTOMATIC = Set.of("service.pid", "service.factoryPid", "service.bundleLocation");

    private Plan() {}

    /**
     * A configuration as it is.
     *
     * @param properties all, its PID included
     * @param readOnly whether it is marked so
     */
    record Existing(Map<String, Object> properties, boolean readOnly) {
        private boolean managed() {
            return Boolean.TRUE.equals(properties.get(MANAGED));
        }

        private boolean holds(Map<String, Object> wanted) {
            Map<String, Object> own = new LinkedHashMap<>(properties);
            own.keySet().removeAll(AUTOMATIC);
            return own.keySet().equals(wanted.keySet())
                    && own.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), wanted.get(e.getKey())));
        }
    }

    /** One thing to do. */
    sealed interface Step {
        /** The PID that it is about. */
        String pid();

        /** Create or update, and mark read-only. */
        record Write(String pid, Map<String, Object> properties) implements Step {}

        /** The properties are right: only mark it read-only. */
        record Protect(String pid) implements Step {}

        /** Remove. */
        record Delete(String pid) implements Step {}
    }

    /**
     * The steps from what is to what is wanted: deletions first, then writes in the order of what is wanted.
     *
     * @param wanted PID to properties, without our mark
     * @param existing PID to what is there, whoever wrote it
     */
    static List<Step> of(Map<String, Map<String, Object>> wanted, Map<String, Existing> existing) {
        List<Step> steps = new ArrayList<>();
        existing.forEach((pid, found) -> {
            if (found.managed() && !wanted.containsKey(pid)) {
                steps.add(new Step.Delete(pid));
            }
        });
        wanted.forEach((pid, properties) -> {
            Map<String, Object> marked = marked(properties);
            Existing found = existing.get(pid);
            if (found == null || !found.holds(marked)) {
                steps.add(new Step.Write(pid, marked));
            } else if (!found.readOnly()) {
                steps.add(new Step.Protect(pid));
            }
        });
        return steps;
    }

    /** What Configuration Admin is to hold. */
    static Map<String, Object> marked(Map<String, Object> properties) {
        Map<String, Object> marked = new LinkedHashMap<>(properties);
        marked.put(MANAGED, true);
        return marked;
    }
}
