package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import vpo.plugins.internal.host.OperatorReport.Details;

/** Answers for scripts. A key that has no value is null, and never absent. */
final class OperatorJson {
    private OperatorJson() {}

    static String list(boolean live, boolean safeMode, List<OperatorReport> plugins, Map<Path, String> problems) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("daemon", live);
        all.put("safe_mode", safeMode);
        all.put("plugins", plugins.stream().map(OperatorJson::plugin).toList());
        List<Object> files = new ArrayList<>();
        problems.forEach((file, reason) -> files.add(object("file", file, "reason", reason)));
        all.put("files", files);
        return write(all);
    }

    static String show(OperatorReport plugin, Details details) {
        Map<String, Object> all = plugin(plugin);
        all.putAll(object("description", plugin.jar().description(), "events", plugin.jar().events(),
                "acknowledged", details.acknowledged(),
                "versions", details.versions().stream().map(each -> object("sha256", each.hash(), "version",
                        each.version(), "active", each.active())).toList(),
                "quarantined", details.quarantined().stream().map(each -> object("sha256", each.hash(), "version",
                        each.version(), "since", each.since(), "reason", each.reason())).toList(),
                "requires", details.requires(), "required_by", details.requiredBy(),
                "config_table", isPlugin(plugin, plugin.table()), "config_pid", isPlugin(plugin, plugin.pid()),
                "http_path", isPlugin(plugin, plugin.path()), "data_directory", details.data()));
        return write(all);
    }

    private static Object isPlugin(OperatorReport plugin, String value) {
        return plugin.jar().isPlugin() ? value : null;
    }

    static String check(Path file, Candidate found, List<String> objections, OperatorPlan plan) {
        return write(object("file", file, "name", found.jar().name(), "symbolic_name", found.jar().symbolicName(),
                "version", found.jar().version(), "plugin", found.jar().isPlugin(), "sha256", found.hash(),
                "description", found.jar().description(), "events", found.jar().events(), "runs",
                objections.isEmpty(), "objections", objections, "plan", plan(plan)));
    }

    static String unusable(Path file, String objection) {
        return write(object("file", file, "name", null, "symbolic_name", null, "version", null, "plugin", null,
                "sha256", null, "description", null, "events", null, "runs", false, "objections", List.of(objection),
                "plan", List.of()));
    }

    /**
     * What came of an action.
     *
     * @param plugin as it is now; empty if it is not there any more
     * @param quarantined whether the version that was installed has gone into quarantine
     */
    static String done(String action, boolean dryRun, String message, Optional<OperatorReport> plugin,
            OperatorPlan plan, boolean quarantined) {
        return write(object("action", action, "dry_run", dryRun, "message", message, "plugin",
                plugin.map(OperatorJson::plugin), "plan", plan(plan), "quarantined", quarantined));
    }

    private static List<Object> plan(OperatorPlan plan) {
        return plan.steps().stream().map(each -> (Object) object("step", each.kind(), "name", each.name(), "from",
                each.from(), "to", each.to())).toList();
    }

    private static Map<String, Object> plugin(OperatorReport each) {
        return object("name", each.jar().name(), "symbolic_name", each.jar().symbolicName(), "version",
                each.jar().version(), "plugin", each.jar().isPlugin(), "state", each.state(), "reason", each.reason(),
                "newer", each.newer(), "built_in", each.builtIn(), "file", each.file(), "sha256", each.hash());
    }

    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    private static String write(Map<String, Object> object) {
        return object.entrySet().stream().map(each -> "  " + quoted(each.getKey()) + ": " + top(each.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /** Objects in a list get a line each. */
    private static String top(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Map
                ? list.stream().map(OperatorJson::value).collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"))
                : value(value);
    }

    private static String value(Object value) {
        return switch (value) {
            case null -> "null";
            case Optional<?> optional -> value(optional.orElse(null));
            case Boolean truth -> truth.toString();
            case Enum<?> constant when constant instanceof OperatorPlan.Kind -> quoted(
                    constant.name().toLowerCase(java.util.Locale.ROOT));
            case Path path -> quoted(path.toString());
            case Map<?, ?> map -> map.entrySet().stream()
                    .map(each -> quoted((String) each.getKey()) + ": " + value(each.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case Collection<?> list -> list.stream().map(OperatorJson::value)
                    .collect(Collectors.joining(", ", "[", "]"));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
