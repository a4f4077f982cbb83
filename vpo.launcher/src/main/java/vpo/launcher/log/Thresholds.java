package vpo.launcher.log;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;

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
    }
}
