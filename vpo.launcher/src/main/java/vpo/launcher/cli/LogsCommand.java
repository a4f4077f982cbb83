package vpo.launcher.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import vpo.config.ConfigurationException;

/** {@code vpo logs}: what the daemon has logged of late, and goes on to log. */
@Command(name = "logs", description = "Print the last lines of the running daemon's log.",
        mixinStandardHelpOptions = true, footer = {"",
                "The daemon remembers its last 1,000 lines; what came before is in its log file or in the journal.",
                "With --json, each line is a JSON object.", "",
                "Exit status: 0 done, or with --follow the daemon is stopping; 1 refused, failed, or no daemon;",
                "2 when the command line is wrong."})
final class LogsCommand extends DaemonCommand {
    private static final List<String> LEVELS = List.of("debug", "info", "warning", "error");
    private static final int MOST = 1000;
    /** Longer than two signs of life of a stream are apart. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Option(names = {"-f", "--follow"}, description = "Go on with those that come, until Ctrl-C or the daemon's end.")
    private boolean follow;

    @Option(names = {"-n", "--lines"}, paramLabel = "N", defaultValue = "50",
            description = "How many, 0 to 1000. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "debug",
            description = "Only lines of this level and worse: debug, info, warning or error.")
    private String level;

    @Override
    Duration patience() {
        return follow ? PATIENCE : super.patience();
    }

    @Override
    int run(Administration daemon) throws Failure, InterruptedException {
        if (lines < 0 || lines > MOST) {
            throw new ParameterException(spec().commandLine(),
                    "Invalid value for option '--lines': " + lines + " is not between 0 and " + MOST);
        }
        if (!LEVELS.contains(level.toLowerCase(Locale.ROOT))) {
            throw new ParameterException(spec().commandLine(), "Invalid value for option '--level': " + level
                    + " is none of " + String.join(", ", LEVELS));
        }
        String least = level.toLowerCase(Locale.ROOT);
        if (follow) {
            new LogFollower(daemon, this::again, least, this::print).follow(lines)
                    .ifPresent(end -> err().println("vpo logs: " + end));
        } else if (lines > 0) {
            Fields.of(daemon.get("/logs?lines=" + lines + "&level=" + least, "entries")).objects("entries")
                    .forEach(each -> print(each.json()));
        }
        return 0;
    }

    private Administration again() throws Failure {
        try {
            return daemon();
        } catch (ConfigurationException | ParameterException e) {
            throw new Failure(
                    "the connection broke, and where the daemon is cannot be told any more: " + e.getMessage(),
                    e);
        }
    }

    /**
     * @return false if nobody reads any more
     */
    private boolean print(JsonObject entry) {
        out().println(isJson()
                ? entry.toString()
                : new LogText(ZoneId.systemDefault(), style()).text(new Fields(entry)));
        return !out().checkError();
    }
}
