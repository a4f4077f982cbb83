package vpo.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The daemon's status for people: what is wrong first.
 *
 * @param status as the API tells it
 * @param now the time
 */
record StatusText(Fields status, Instant now, Style style) {
    private static final Set<String> GOOD = Set.of("OK");
    private static final Set<String> NOT_NOW = Set.of("WARN", "TEMPORARILY_UNAVAILABLE");
    private static final int MOST_ERRORS = 5;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(headline());
        lines.addAll(wrong());
        lines.add("");
        lines.addAll(Table.aligned(facts()).stream().map(each -> "  " + each).toList());
        lines.addAll(errors());
        return lines;
    }

    private String headline() {
        String health = status.object("health").text("status").orElse("health unknown");
        String coloured = switch (health) {
            case "healthy" -> style.good(health);
            case "degraded" -> style.warning(health);
            default -> style.bad(health);
        };
        return style.strong("vpo " + status.text("version").orElse("?")) + " is " + state() + ", " + coloured + ", up "
                + Units.span(status.seconds("uptime_seconds"));
    }

    private String state() {
        if (status.is("stop_when_idle")) {
            return style.warning("draining, to stop when nothing is in flight");
        }
        return status.is("draining")
                ? style.warning("draining")
                : status.text("state").orElse("?").toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The checks that do not pass, and what else keeps the daemon from its work. */
    private List<String> wrong() {
        List<String> lines = new ArrayList<>();
        if (status.has("shutdown")) {
            Fields shutdown = status.object("shutdown");
            lines.add("  " + style.warning("!") + " stopping: waits for "
                    + Units.count(shutdown.number("tasks_remaining"), "task")
                    + shutdown.time("timeout_deadline").map(end -> ", for " + Units.span(Duration.between(now, end))
                            + " at most").orElse(""));
        } else if (status.is("draining")) {
            lines.add("  " + style.warning("!") + " takes no new work; \"vpo resume\" takes that back");
        }
        if (status.is("safe_mode")) {
            lines.add("  " + style.warning("!")
                    + " safe mode: plugins of others do not run, since the daemon died three times at its start");
        }
        for (Fields check : status.object("health").objects("checks")) {
            String result = check.text("status").orElse("?");
            // That it drains is told above.
            boolean told = status.is("draining") && check.text("name").filter("lifecycle"::equals).isPresent();
            if (!GOOD.contains(result) && !told) {
                String mark = NOT_NOW.contains(result) ? style.warning("!") : style.bad("✗");
                lines.add("  " + mark + " " + check.text("name").orElse("?") + ": "
                        + check.text("message").filter(each -> !each.isEmpty()).orElse(result));
            }
        }
        return lines;
    }

    private List<List<String>> facts() {
        List<List<String>> rows = new ArrayList<>();
        long tasks = status.number("tasks");
        rows.add(List.of("tasks", tasks == 0 ? "none in flight" : tasks + " in flight; \"vpo tasks\" lists them"));
        Fields requests = status.object("requests");
        rows.add(List.of("requests", requests.number("total") + " so far, " + requests.number("in_flight")
                + " in flight, " + requests.number("refused") + " refused"));
        Fields plugins = status.object("plugins");
        rows.add(List.of("plugins", Units.count(plugins.number("running"), "plugin") + " running, "
                + plugins.number("waiting") + " waiting, " + plugins.number("quarantined") + " in quarantine"));
        Fields memory = status.object("memory");
        rows.add(List.of("memory", "heap " + Units.bytes(memory.number("heap_used_bytes")) + " of "
                + Units.bytes(memory.number("heap_max_bytes"))
                + (memory.has("resident_bytes")
                        ? ", process " + Units.bytes(memory.number("resident_bytes"))
                        : "")));
        rows.add(List.of("process", status.number("pid") + status.time("started_at")
                .map(at -> ", since " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("")));
        rows.add(List.of("data", status.text("data_directory").orElse("?")));
        rows.add(List.of("configuration", status.text("config_file").orElse("defaults; no file")));
        return rows;
    }

    private List<String> errors() {
        List<Fields> errors = status.objects("recent_errors");
        if (errors.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = errors.stream().limit(MOST_ERRORS).map(each -> List.of(
                each.time("timestamp").map(at -> Units.ago(Duration.between(at, now))).orElse("?"),
                each.text("level").orElse("?"), each.text("message").orElse(""))).toList();
        List<String> lines = new ArrayList<>(List.of("", "recent warnings and errors"
                + Optional.of(errors.size() - MOST_ERRORS).filter(more -> more > 0)
                        .map(more -> ", " + more + " more in \"vpo logs --level warning\"").orElse("")
                + ":"));
        Table.aligned(rows).forEach(each -> lines.add("  " + (each.contains("  ERROR  ")
                ? style.bad(each)
                : style.warning(each))));
        return lines;
    }
}
