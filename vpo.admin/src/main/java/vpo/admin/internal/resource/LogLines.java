package vpo.admin.internal.resource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;
import org.slf4j.event.KeyValuePair;

import vpo.admin.internal.api.Json;

/** The last lines of the log as JSON. */
public final class LogLines {
    private final LogReaderService log;

    public LogLines(LogReaderService log) {
        this.log = log;
    }

    /** The newest of that level and above, the newest first. */
    List<Map<String, Object>> newestFirst(int most, LogLevel level) {
        return newestFirst(kept(), most, level);
    }

    /** All that is kept just now, the newest first. */
    List<LogEntry> kept() {
        return Collections.list(log.getLog());
    }

    static List<Map<String, Object>> newestFirst(List<LogEntry> kept, int most, LogLevel level) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (LogEntry entry : kept) {
            if (lines.size() == most) {
                break;
            }
            if (level.implies(entry.getLogLevel())) {
                lines.add(json(entry));
            }
        }
        return lines;
    }

    /** One line; whose it is, the daemon's log tells by fields of the entry, {@code bundle} and {@code plugin}. */
    public static Map<String, Object> json(LogEntry entry) {
        Map<String, Object> line = Json.object("timestamp", Instant.ofEpochMilli(entry.getTime()).toString(), "level",
                name(entry.getLogLevel()), "logger", entry.getLoggerName(), "message", entry.getMessage());
        // Not by the bundle, which may have gone since: exactly the last lines of a plugin that fails would have no name.
        if (entry instanceof Iterable<?> fields) {
            for (Object each : fields) {
                if (each instanceof KeyValuePair field) {
                    line.put(field.key, field.value);
                }
            }
        }
        if (entry.getException() != null) {
            StringWriter text = new StringWriter();
            entry.getException().printStackTrace(new PrintWriter(text, true));
            line.put("exception", text.toString().stripTrailing());
        }
        return line;
    }

    /** As it is in the log itself, which has four levels. */
    private static String name(LogLevel level) {
        return switch (level) {
            case ERROR -> "ERROR";
            case WARN, AUDIT -> "WARNING";
            case INFO -> "INFO";
            case DEBUG, TRACE -> "DEBUG";
        };
    }
}
