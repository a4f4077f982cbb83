package vpo.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code vpo log-level}: how much the daemon logs. */
@Command(name = "log-level", description = "Tell how much the running daemon logs, or change it until its next start.",
        mixinStandardHelpOptions = true, footer = {"",
                "A reload that changes logging.level ends it, too.", "", DaemonCommand.EXIT_STATUS})
final class LogLevelCommand extends DaemonCommand {
    private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");
    private static final String DEFAULT = "default";

    @Parameters(paramLabel = "LEVEL", arity = "0..1", description = "debug, info, warning or error; with --logger also"
            + " default, which is the level of all others.")
    private String level;

    @Option(names = "--logger", paramLabel = "NAME",
            description = "Only what this one and those below it log, such as vpo.plugins.")
    private String logger;

    @Override
    int run(Administration daemon) throws Failure {
        if (level == null) {
            Administration.Reply reply = daemon.get("/log-level", "level");
            if (isJson()) {
                out().println(reply.text());
            } else {
                lines(Fields.of(reply)).forEach(out()::println);
            }
            return 0;
        }
        return print(daemon.put("/log-level", order()), logger == null
                ? "Logs " + word()
                : logger + (word().equals(DEFAULT) ? " logs like the others" : " logs " + word()));
    }

    private String word() {
        return level.toLowerCase(Locale.ROOT);
    }

    private JsonObject order() {
        if (!LEVELS.contains(word()) && !(logger != null && word().equals(DEFAULT))) {
            throw new ParameterException(spec().commandLine(), "Invalid value for LEVEL: " + level + " is none of "
                    + String.join(", ", LEVELS) + (logger == null ? "" : ", " + DEFAULT));
        }
        JsonObject order = new JsonObject();
        if (logger != null) {
            order.addProperty("logger", logger);
        }
        order.add("level", word().equals(DEFAULT) ? JsonNull.INSTANCE : new JsonPrimitive(word()));
        return order;
    }

    private List<String> lines(Fields answer) {
        List<String> lines = new ArrayList<>(List.of(answer.text("level").orElse("?")));
        List<List<String>> rows = new ArrayList<>();
        for (var each : answer.object("loggers").json().entrySet()) {
            JsonElement value = each.getValue();
            if (value.isJsonPrimitive() && (logger == null || logger.equals(each.getKey()))) {
                rows.add(List.of(Plain.line(each.getKey()), Plain.line(value.getAsString())));
            }
        }
        lines.addAll(Table.aligned(rows));
        return lines;
    }
}
