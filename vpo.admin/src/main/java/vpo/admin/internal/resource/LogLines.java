package vpo.admin.internal.resource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;

import vpo.admin.internal.api.Json;
import vpo.api.plugin.Plugin;

/** The last lines of the log as JSON. */
public final class LogLines {
    private final LogReaderService log;

    public LogLines(LogReaderService log) {
        this.log = log;
    }

    /** The newest of that level and above, the newest first. */
    List<Map<String, Object>> newestFirst(int most, LogLevel level) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (LogEntry entry : Collections.list(log.getLog())) {
            if (lines.size() == most) {
                break;
            }
            if (level.implies(entry.getLogLevel())) {
                lines.add(json(entry));
            }
        }
        return lines;
    }

    /** One line. */
    public static Map<String, Object> json(LogEntry entry) {
        Map<String, Object> line = Json.object("timestamp", Instant.ofEpochMilli(entry.getTime()).toString(), "level",
                name(entry.getLogLevel()), "logger", entry.getLoggerName(), "message", entry.getMessage());
        if (entry.getBundle() != null) {
            line.put("bundle", entry.getBundle().getSymbolicName());
            plugin(entry.getBundle()).ifPresent(name -> line.put("plugin", name));
        }
        if (entry.getException() != null) {
            StringWriter text = new StringWriter();
            entry.getException().printStackTrace(new PrintWriter(text, true));
            line.put("exception", text.toString().stripTrailing());
        }
        return line;
    }

    /** The name of the plugin that a bundle is; empty if it is none, or has gone. */
    private static Optional<String> plugin(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision == null
                ? Optional.empty()
                : revision.getDeclaredCapabilities(Plugin.NAMESPACE).stream().findFirst()
                        .map(each -> String.valueOf(each.getAttributes().get("name")));
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
