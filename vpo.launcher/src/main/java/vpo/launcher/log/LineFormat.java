package vpo.launcher.log;

import java.time.ZoneId;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** How an event becomes a line. Implementations are stateless and can be used by any thread. */
@FunctionalInterface
interface LineFormat {

    /** The event's line or, with an exception in text, lines, ended by a line feed. */
    String format(ILoggingEvent event);

    /** The format of that name; where lines go to the journal, their form elsewhere is text. Text shows times in the given zone. */
    static LineFormat of(LogSettings.Format format, ZoneId zone) {
        return switch (format) {
            case TEXT, AUTO, JOURNAL -> new TextFormat(zone);
            case JSON -> new JsonFormat();
        };
    }

    /** The level's name as VPO has always written it: there are four, and the third is WARNING. */
    static String levelName(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "ERROR";
            case Level.WARN_INT -> "WARNING";
            case Level.INFO_INT -> "INFO";
            default -> "DEBUG";
        };
    }
}
