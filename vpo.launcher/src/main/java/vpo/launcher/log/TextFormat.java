package vpo.launcher.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import org.slf4j.Logger;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * {@code TIME - LOGGER - LEVEL - MESSAGE}, and a traceback on the lines after it; of a plugin's lines
 * {@code TIME - [PLUGIN] LOGGER - LEVEL - MESSAGE}. Time is local, to the second. Nothing that comes from outside can
 * look like a line of its own: line breaks and other control characters are escaped.
 */
final class TextFormat implements LineFormat {
    private final DateTimeFormatter time;

    TextFormat(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx").withZone(zone);
    }

    @Override
    public String format(ILoggingEvent event) {
        String logger = event.getLoggerName();
        StringBuilder line = new StringBuilder(160);
        time.formatTo(event.getInstant(), line);
        line.append(" - ");
        Origin.plugin(event).ifPresent(plugin -> line.append('[').append(Controls.escape(plugin)).append("] "));
        line.append(Logger.ROOT_LOGGER_NAME.equals(logger) ? "root" : Controls.escape(logger));
        line.append(" - ").append(LineFormat.levelName(event.getLevel()));
        line.append(" - ").append(Controls.escape(event.getFormattedMessage())).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(Traceback.of(event.getThrowableProxy(), Controls::escape)).append('\n');
        }
        return line.toString();
    }
}
