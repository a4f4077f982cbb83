package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.plugins.internal.host.OperatorReport.Details;

/** Answers for people. */
final class OperatorText {
    private static final int SHORT_HASH = 12;

    private OperatorText() {}

    static String list(boolean live, boolean safeMode, List<Path> folders, List<OperatorReport> plugins,
            Map<Path, String> problems) {
        StringBuilder text = new StringBuilder();
        if (safeMode) {
            text.append("Safe mode: the daemon died three times within a minute of its start.\n\n");
        }
        if (!live) {
            text.append("No daemon is running; the next one would have these plugins.\n\n");
        }
        if (plugins.isEmpty()) {
            text.append("No plugins. They are looked for in ").append(joined(folders)).append('\n');
        } else {
            text.append(table(plugins));
        }
        if (!problems.isEmpty()) {
            text.append("\nFiles that are no plugins:\n");
            problems.forEach((file, reason) -> text.append(file).append("\n    ").append(reason).append('\n'));
        }
        return text.toString();
    }

    private static String joined(List<Path> folders) {
        return folders.isEmpty()
                ? "no folder: plugins.plugin_dirs is empty"
                : folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static String table(List<OperatorReport> plugins) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("NAME", "VERSION", "STATE", "FROM")));
        plugins.forEach(each -> rows.add(List.of(each.jar().name(), each.jar().version().toString(),
                each.state().toString(), each.builtIn() ? "built-in" : each.file().toString())));
        List<String> lines = aligned(rows);
        StringBuilder text = new StringBuilder(lines.getFirst()).append('\n');
        for (int i = 0; i < plugins.size(); i++) {
            text.append(lines.get(i + 1)).append('\n');
            Stream.of(plugins.get(i).reason(), plugins.get(i).newer()).flatMap(Optional::stream)
                    .forEach(each -> text.append("    ").append(each).append('\n'));
        }
        return text.toString();
    }

    /** Columns that are as wide as they must be, two blanks apart. */
    static List<String> aligned(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            return line.toString().stripTrailing();
        }).toList();
    }

    static String show(OperatorReport plugin, Details details) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("state", plugin.state() + plugin.reason().map(each -> ": " + each).orElse("")));
        plugin.newer().ifPresent(each -> rows.add(List.of("newer", each)));
        rows.add(List.of("symbolic name", plugin.jar().symbolicName()));
        rows.add(List.of("from", plugin.builtIn() ? "built-in" : plugin.file().toString()));
        rows.add(List.of("SHA-256", plugin.hash()));
        rows.add(List.of("acknowledged", plugin.builtIn()
                ? "need not be: it came with the daemon"
                : details.acknowledged().map(each -> each ? "yes" : "no")
                        .orElse("unknown: the library cannot be read")));
        if (!plugin.jar().description().isEmpty()) {
            rows.add(List.of("description", plugin.jar().description()));
        }
        if (plugin.jar().isPlugin()) {
            rows.add(List.of("events", listed(plugin.jar().events())));
            rows.add(List.of("configuration", "[" + plugin.table() + "], PID " + plugin.pid()));
            rows.add(List.of("HTTP", plugin.path()));
        }
        rows.add(List.of("data folder", details.data().toString()));
        rows.add(List.of("uses", listed(details.requires())));
        rows.add(List.of("used by", listed(details.requiredBy())));
        String head = "kept versions";
        for (OperatorReport.Kept each : details.versions()) {
            rows.add(List.of(head, version(each.version()) + "  " + each.hash() + (each.active() ? "  active" : "")));
            head = "";
        }
        head = "quarantine";
        for (OperatorReport.Held each : details.quarantined()) {
            rows.add(List.of(head, version(each.version()) + "  " + each.hash()));
            rows.add(List.of("", "since " + each.since() + ": it " + each.reason()));
            head = "";
        }
        return plugin.jar().describe() + "\n" + aligned(rows).stream().map(each -> "  " + each + "\n")
                .collect(Collectors.joining());
    }

    private static String version(Optional<String> version) {
        return version.orElse("(no whole file)");
    }

    private static String listed(List<String> some) {
        return some.isEmpty() ? "none" : String.join(", ", some);
    }

    static String check(Candidate found, List<String> objections, OperatorPlan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("symbolic name", found.jar().symbolicName()));
        rows.add(List.of("SHA-256", found.hash()));
        if (!found.jar().description().isEmpty()) {
            rows.add(List.of("description", found.jar().description()));
        }
        if (found.jar().isPlugin()) {
            rows.add(List.of("events", listed(found.jar().events())));
        }
        StringBuilder text = new StringBuilder(found.jar().describe()).append('\n');
        aligned(rows).forEach(each -> text.append("  ").append(each).append('\n'));
        if (objections.isEmpty()) {
            text.append("It would run.\n");
        } else {
            text.append("It would not run, because it\n");
            objections.forEach(each -> text.append("  - ").append(each).append('\n'));
        }
        return text.append(plan(plan, objections.isEmpty() ? "Installed, it would" : "Installed and trusted, it would"))
                .toString();
    }

    /** A line for each kind of step. */
    static String plan(OperatorPlan plan, String who) {
        if (plan.steps().isEmpty()) {
            return who + " start, stop and restart nothing.\n";
        }
        return Stream.of(OperatorPlan.Kind.values()).map(kind -> steps(plan, kind, who)).collect(Collectors.joining());
    }

    private static String steps(OperatorPlan plan, OperatorPlan.Kind kind, String who) {
        List<String> steps = plan.steps().stream().filter(each -> each.kind() == kind).map(OperatorText::step).toList();
        String verb = switch (kind) {
            case STOP -> "stop";
            case START -> "start";
            case RESTART -> "restart";
            case REPLACE -> "replace";
        };
        return steps.isEmpty() ? "" : who + " " + verb + " " + String.join(", ", steps) + ".\n";
    }

    private static String step(OperatorPlan.Step step) {
        return switch (step.kind()) {
            case STOP, RESTART -> step.name() + " " + step.from().orElseThrow();
            case START -> step.name() + " " + step.to().orElseThrow();
            case REPLACE -> step.name() + " " + step.from().orElseThrow() + " by " + step.to().orElseThrow();
        };
    }

    /** What happened, a line for each kind of step; nothing if nothing did. */
    static String happened(OperatorPlan plan) {
        return Stream.of(OperatorPlan.Kind.values()).map(kind -> {
            List<String> steps = plan.steps().stream().filter(each -> each.kind() == kind).map(OperatorText::step)
                    .toList();
            String verb = switch (kind) {
                case STOP -> "Stopped: ";
                case START -> "Started: ";
                case RESTART -> "Restarted: ";
                case REPLACE -> "Replaced: ";
            };
            return steps.isEmpty() ? "" : verb + String.join(", ", steps) + "\n";
        }).collect(Collectors.joining());
    }

    /** Enough of a hash to tell versions apart. */
    static String shortened(String hash) {
        return hash.substring(0, SHORT_HASH);
    }
}
