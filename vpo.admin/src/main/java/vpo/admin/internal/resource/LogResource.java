package vpo.admin.internal.resource;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;
import org.slf4j.LoggerFactory;

import com.google.gson.JsonObject;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;

/** {@code /logs} and {@code /log-level}: what was logged, and what will be. */
public final class LogResource {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogResource.class);
    private static final int MOST_LINES = 1_000;
    private static final int LINES = 100;
    private static final int MOST_LOGGERS = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$.-]{1,200}");
    private static final Map<String, LogLevel> LEVELS = Map.of("debug", LogLevel.DEBUG, "info", LogLevel.INFO,
            "warning", LogLevel.WARN, "error", LogLevel.ERROR);
    private static final String NAMES = "debug, info, warning or error";

    private final LogLines lines;
    private final Function<List<LogEntry>, String> lastId;
    private final LoggerAdmin levels;

    /**
     * @param lastId for lines of the log, the newest first: the id after which a stream of events goes on
     */
    public LogResource(LogLines lines, Function<List<LogEntry>, String> lastId, LoggerAdmin levels) {
        this.lines = lines;
        this.lastId = lastId;
        this.levels = levels;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/logs", 200, this::logs).query("lines", "level"),
                Route.of("GET", "/log-level", 200, _ -> Reply.ok(json())),
                Route.of("PUT", "/log-level", 200, this::change).or(413, 415));
    }

    private Reply logs(Call call) throws ApiException {
        int most = call.number("lines", 1, MOST_LINES, LINES);
        String text = call.query().getOrDefault("level", "debug");
        LogLevel level = level(text);
        if (level == null) {
            throw ApiException.parameter("level must be " + NAMES);
        }
        // Of one moment, so that a stream that begins after that id goes on without a gap, whatever the level.
        List<LogEntry> kept = lines.kept();
        return Reply.ok(Json.object("entries",
                LogLines.newestFirst(kept, most, level == LogLevel.DEBUG ? LogLevel.TRACE : level).reversed(),
                "last_event_id", lastId.apply(kept)));
    }

    private static LogLevel level(String text) {
        return LEVELS.get(text.toLowerCase(Locale.ROOT));
    }

    private Map<String, Object> json() {
        Map<String, Object> loggers = new TreeMap<>();
        levels.getLoggerContext(null).getLogLevels().forEach((name, level) -> loggers.put(name, name(level)));
        return Json.object("level", loggers.remove(Logger.ROOT_LOGGER_NAME), "loggers", loggers);
    }

    private static String name(LogLevel level) {
        return switch (level) {
            case TRACE, DEBUG -> "debug";
            case INFO -> "info";
            case WARN -> "warning";
            case ERROR, AUDIT -> "error";
        };
    }

    private Reply change(Call call) throws ApiException, IOException {
        JsonObject body = call.json("logger", "level");
        String logger = named(Call.text(body, "logger", Logger.ROOT_LOGGER_NAME));
        if (!NAME.matcher(logger).matches()) {
            throw ApiException.invalid("logger must be a logger's name, such as vpo.plugins");
        }
        if (!body.has("level")) {
            throw ApiException.invalid("level is missing: " + NAMES + ", or null for what the configuration says");
        }
        String text = Call.text(body, "level", null);
        LogLevel level = text == null ? null : level(text);
        if (text != null && level == null) {
            throw ApiException.invalid("level must be " + NAMES + ", or null for what the configuration says");
        }
        return change(logger, level, text, call.who());
    }

    /** In whatever letters, that is the root to the log itself. */
    private static String named(String logger) {
        return logger.equalsIgnoreCase(Logger.ROOT_LOGGER_NAME) ? Logger.ROOT_LOGGER_NAME : logger;
    }

    /** One after the other, for all levels are set at once. Nobody waits here for a client that sends slowly. */
    private synchronized Reply change(String logger, LogLevel level, String text, String who) throws ApiException {
        LoggerContext context = levels.getLoggerContext(null);
        Map<String, LogLevel> all = context.getLogLevels();
        if (level == null) {
            all.remove(logger);
        } else {
            all.put(logger, level);
        }
        // The level of all is always among them.
        if (all.keySet().stream().filter(each -> !each.equals(Logger.ROOT_LOGGER_NAME)).count() > MOST_LOGGERS) {
            throw ApiException.invalid("No more than " + MOST_LOGGERS
                    + " loggers can have a level of their own: take one back with the level null");
        }
        // Before, so that it is told at the level of before, and again, should that have been too high.
        tell(logger, text, who);
        context.setLogLevels(all);
        return Reply.ok(json());
    }

    private static void tell(String logger, String level, String who) {
        log.info("log level of {}: {}; asked for by {}", logger.equals(Logger.ROOT_LOGGER_NAME) ? "all" : logger,
                level == null ? "as configured" : level + ", until a restart or a reload with another logging.level",
                who);
    }
}
