package vpo.plugins.internal.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an action stops, starts and restarts, or would.
 *
 * @param steps one for each bundle that is touched, in the order of their names
 */
record OperatorPlan(List<Step> steps) {

    /** What happens to a bundle. */
    enum Kind {
        STOP, START, RESTART, REPLACE
    }

    /**
     * What happens to one bundle.
     *
     * @param name of the plugin; the symbolic name of an ordinary bundle
     * @param from the version that ran; empty if none did
     * @param to the version that runs then; empty if none does
     */
    record Step(Kind kind, String name, Optional<String> from, Optional<String> to) {}

    /** Copies. */
    OperatorPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Compares.
     *
     * @param restarted symbolic names of what was stopped in between
     */
    static OperatorPlan between(Map<String, RunningPlugins.Running> before, Map<String, RunningPlugins.Running> after,
            Set<String> restarted) {
        Set<String> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        List<Step> steps = new ArrayList<>();
        for (String symbolicName : all) {
            Optional<RunningPlugins.Running> from = Optional.ofNullable(before.get(symbolicName));
            Optional<RunningPlugins.Running> to = Optional.ofNullable(after.get(symbolicName));
            kind(from, to, restarted.contains(symbolicName)).ifPresent(kind -> steps.add(new Step(kind,
                    to.or(() -> from).orElseThrow().jar().name(), from.map(OperatorPlan::version),
                    to.map(OperatorPlan::version))));
        }
        steps.sort(Comparator.comparing(Step::name));
        return new OperatorPlan(steps);
    }

    /** Compares what really ran and runs. */
    static OperatorPlan between(Map<String, RunningPlugins.Running> before, Map<String, RunningPlugins.Running> after) {
        Set<String> restarted = new TreeSet<>(before.keySet());
        restarted.removeIf(each -> after.containsKey(each)
                && after.get(each).bundle().equals(before.get(each).bundle()));
        return between(before, after, restarted);
    }

    private static Optional<Kind> kind(Optional<RunningPlugins.Running> from, Optional<RunningPlugins.Running> to,
            boolean restarted) {
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.of(from.isEmpty() ? Kind.START : Kind.STOP);
        }
        if (!from.get().hash().equals(to.get().hash())) {
            return Optional.of(Kind.REPLACE);
        }
        return restarted ? Optional.of(Kind.RESTART) : Optional.empty();
    }

    private static String version(RunningPlugins.Running running) {
        return running.jar().version().toString();
    }
}
