package vpo.launcher.log;

import java.util.List;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;

/**
 * The one rule for who may log what. Everybody, plugins included, gets the level that the operator asked for; only
 * libraries are held to WARNING where that is INFO: a daemon tells the edges of its life at INFO, and what a library
 * makes of its own life (its version, that it started) tells an operator nothing. At DEBUG they say everything.
 */
final class Thresholds {
    private static final List<String> LIBRARIES = List.of("ch.qos.logback", "com.sun", "jakarta", "java", "javax",
            "jdk",
            "org.apache.aries", "org.apache.commons", "org.apache.felix", "org.eclipse.jetty", "org.osgi",
            "org.sqlite", "sun");

    /** Libraries that warn of what a client did: a log that any client can fill is none. */
    private static final List<String> CLIENTS = List.of("org.apache.felix.hc", "org.eclipse.jetty.http",
            "org.eclipse.jetty.util.HostPort");
    /** A client that went away before it had its answer, which is its right. */
    private static final String CLIENT_GONE = "org.eclipse.jetty.io.EofException";

    private Thresholds() {}

    /** Sets the levels of all loggers, present and future. */
    static void apply(LoggerContext loggers, LogSettings.Level level) {
        Level asked = switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(asked);
        // Never null, "as the root": java.util.logging is told of a change of a logger's own level only.
        Level libraries = asked == Level.INFO ? Level.WARN : asked;
        for (String library : LIBRARIES) {
            loggers.getLogger(library).setLevel(libraries);
        }
        for (String library : CLIENTS) {
            loggers.getLogger(library).setLevel(asked == Level.DEBUG ? Level.DEBUG : Level.ERROR);
        }
    }

    /**
     * What is shown of an event: a library's exception is told in one line, unless its logger is at DEBUG.
     *
     * @return empty for what nobody needs to see
     */
    static Optional<ILoggingEvent> shown(ILoggingEvent event, LoggerContext loggers) {
        if (event.getThrowableProxy() == null || LIBRARIES.stream().noneMatch(event.getLoggerName()::startsWith)
                || loggers.getLogger(event.getLoggerName()).isDebugEnabled()) {
            return Optional.of(event);
        }
        for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
            if (each.getClassName().equals(CLIENT_GONE)) {
                return Optional.empty();
            }
        }
        LoggingEvent brief = new LoggingEvent(null, loggers.getLogger(event.getLoggerName()), event.getLevel(),
                event.getFormattedMessage() + ": " + Summary.of(event.getThrowableProxy()), null, null);
        brief.setInstant(event.getInstant());
        brief.setMDCPropertyMap(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(brief::addKeyValuePair);
        }
        return Optional.of(brief);
    }
}
