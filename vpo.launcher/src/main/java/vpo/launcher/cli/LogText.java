package vpo.launcher.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import com.google.gson.JsonElement;

/**
 * Lines of the log as the daemon writes them itself.
 *
 * @param zone of the times
 */
record LogText(ZoneId zone, Style style) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssZ", Locale.ROOT);
    private static final List<String> LEVELS = List.of("DEBUG", "INFO", "WARNING", "ERROR");

    String text(Fields entry) {
        String level = entry.text("level").orElse("?");
        String time = entry.time("timestamp").map(this::time).orElse("?");
        String logger = entry.text("plugin").map(each -> "[" + each + "] ").orElse("")
                + entry.text("logger").orElse("?");
        String line = String.join(" - ", style.faint(time), logger, coloured(level), whole(entry, "message"));
        return entry.has("exception") ? line + "\n" + whole(entry, "exception") : line;
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private String coloured(String level) {
        return switch (level) {
            case "ERROR" -> style.bad(level);
            case "WARNING" -> style.warning(level);
            case "DEBUG" -> style.faint(level);
            default -> level;
        };
    }

    /** With its line breaks. */
    private static String whole(Fields entry, String key) {
        return entry.json().get(key) instanceof JsonElement text && text.isJsonPrimitive()
                ? Plain.text(text.getAsString())
                : "";
    }

    /** Whether it is of that level or a worse one. */
    static boolean isAtLeast(Fields entry, String level) {
        int is = LEVELS.indexOf(entry.text("level").orElse(""));
        return is < 0 || is >= LEVELS.indexOf(level.toUpperCase(Locale.ROOT));
    }
}
