package vpo.launcher.cli;

import java.util.ArrayList;
import java.util.List;

/** What another machine's daemon says of plugins, for people, in the words of {@code vpo plugin} without a URL. */
final class RemotePluginText {
    private static final List<String> STEPS = List.of("stop", "start", "restart", "replace");

    private RemotePluginText() {}

    static List<String> of(String action, Fields answer) {
        return switch (action) {
            case "list" -> list(answer);
            case "show" -> show(answer);
            case "check" -> check(answer);
            default -> done(answer);
        };
    }

    private static List<String> list(Fields answer) {
        List<String> lines = new ArrayList<>();
        if (answer.is("safe_mode")) {
            lines.addAll(List.of("Safe mode: the daemon died three times within a minute of its start.", ""));
        }
        List<Fields> plugins = answer.objects("plugins");
        if (plugins.isEmpty()) {
            lines.add("No plugins.");
        } else {
            List<List<String>> rows = new ArrayList<>(List.of(List.of("NAME", "VERSION", "STATE", "FROM")));
            plugins.forEach(each -> rows.add(List.of(word(each, "name"), word(each, "version"), word(each, "state"),
                    each.is("built_in") ? "built-in" : word(each, "file"))));
            List<String> table = Table.aligned(rows);
            lines.add(table.getFirst());
            for (int i = 0; i < plugins.size(); i++) {
                lines.add(table.get(i + 1));
                for (String key : List.of("reason", "newer")) {
                    plugins.get(i).text(key).ifPresent(each -> lines.add("    " + each));
                }
            }
        }
        List<Fields> files = answer.objects("files");
        if (!files.isEmpty()) {
            lines.addAll(List.of("", "Files that are no plugins:"));
            files.forEach(each -> lines.addAll(List.of(word(each, "file"), "    " + word(each, "reason"))));
        }
        return lines;
    }

    private static List<String> show(Fields answer) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("state", word(answer, "state") + answer.text("reason").map(each -> ": " + each).orElse("")));
        row(rows, answer, "newer", "newer");
        row(rows, answer, "symbolic name", "symbolic_name");
        rows.add(List.of("from", answer.is("built_in") ? "built-in" : word(answer, "file")));
        row(rows, answer, "SHA-256", "sha256");
        rows.add(List.of("acknowledged", acknowledged(answer)));
        row(rows, answer, "description", "description");
        rows.add(List.of("events", listed(answer, "events")));
        row(rows, answer, "configuration", "config_table");
        row(rows, answer, "HTTP", "http_path");
        row(rows, answer, "data folder", "data_directory");
        rows.add(List.of("uses", listed(answer, "requires")));
        rows.add(List.of("used by", listed(answer, "required_by")));
        answer.objects("versions").forEach(each -> rows.add(List.of("kept version", word(each, "version") + "  "
                + word(each, "sha256") + (each.is("active") ? "  active" : ""))));
        answer.objects("quarantined").forEach(each -> rows.add(List.of("quarantine", word(each, "version") + "  "
                + word(each, "sha256") + " since " + word(each, "since") + ": it " + word(each, "reason"))));
        List<String> lines = new ArrayList<>(List.of(word(answer, "name") + " " + word(answer, "version")));
        Table.aligned(rows).forEach(each -> lines.add("  " + each));
        return lines;
    }

    private static String acknowledged(Fields answer) {
        if (answer.is("built_in")) {
            return "need not be: it came with the daemon";
        }
        if (!answer.has("acknowledged")) {
            return "unknown: the library cannot be read";
        }
        return answer.is("acknowledged") ? "yes" : "no";
    }

    private static List<String> check(Fields answer) {
        List<String> lines = new ArrayList<>();
        lines.add(answer.text("name").orElse(word(answer, "file")) + answer.text("version").map(each -> " " + each)
                .orElse(""));
        List<List<String>> rows = new ArrayList<>();
        row(rows, answer, "symbolic name", "symbolic_name");
        row(rows, answer, "SHA-256", "sha256");
        row(rows, answer, "description", "description");
        Table.aligned(rows).forEach(each -> lines.add("  " + each));
        if (answer.is("runs")) {
            lines.add("It would run.");
        } else {
            lines.add("It would not run, because it");
            answer.texts("objections").forEach(each -> lines.add("  - " + each));
        }
        lines.addAll(plan(answer, "Installed, it would "));
        return lines;
    }

    private static List<String> done(Fields answer) {
        List<String> lines = new ArrayList<>(answer.lines("message"));
        Fields plugin = answer.object("plugin");
        plugin.text("reason").ifPresent(each -> lines.add(word(plugin, "name") + " does not run: it " + each));
        plugin.text("newer").ifPresent(lines::add);
        lines.addAll(plan(answer, answer.is("dry_run") ? "It would " : "It did "));
        return lines;
    }

    /** A line for each kind of step. */
    private static List<String> plan(Fields answer, String who) {
        List<String> lines = new ArrayList<>();
        for (String step : STEPS) {
            List<String> names = answer.objects("plan").stream()
                    .filter(each -> each.text("step").filter(step::equals).isPresent()).map(RemotePluginText::step)
                    .toList();
            if (!names.isEmpty()) {
                lines.add(who + step + " " + String.join(", ", names) + ".");
            }
        }
        return lines;
    }

    private static String step(Fields step) {
        String name = word(step, "name");
        if (step.has("from") && step.has("to") && !step.text("from").equals(step.text("to"))) {
            return name + " " + word(step, "from") + " by " + word(step, "to");
        }
        return name + " " + step.text("from").or(() -> step.text("to")).orElse("");
    }

    private static void row(List<List<String>> rows, Fields answer, String title, String key) {
        answer.text(key).filter(each -> !each.isEmpty()).ifPresent(each -> rows.add(List.of(title, each)));
    }

    private static String listed(Fields answer, String key) {
        List<String> all = answer.texts(key);
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    private static String word(Fields fields, String key) {
        return fields.text(key).orElse("?");
    }
}
