package vpo.launcher.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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
            "org.eclipse.jetty.server.Response", "org.eclipse.jetty.server.handler.ErrorHandler",
            "org.eclipse.jetty.util.HostPort");
    /** What sees requests and configurations as they are, and would tell the secrets in them: it has no DEBUG. */
    private static final List<String> SECRETIVE = List.of("org.apache.felix.configadmin", "org.eclipse.jetty.http",
            "org.eclipse.jetty.io", "org.eclipse.jetty.server.internal", "org.eclipse.jetty.server.Request",
            "org.eclipse.jetty.ee10.servlet");
    private static final String LAUNCHER = "vpo.launcher";
    /** A client that went away before it had its answer, or had sent all of its request, which is its right. */
    private static final Set<String> CLIENT_GONE = Set.of("org.eclipse.jetty.io.EofException",
            "org.eclipse.jetty.server.internal.HttpConnection$HttpEofException");

    private static final String HTTP = "org.apache.felix.http";
    private static final String SERVLET_FAILED = "Exception while processing request to ";

    private Thresholds() {}

    /** Sets the levels of all loggers, present and future. */
    static void apply(LoggerContext loggers, LogSettings.Level level) {
        switch (level) {
            case DEBUG -> set(loggers, Level.DEBUG, Level.DEBUG, Level.DEBUG, Level.DEBUG);
            case INFO -> set(loggers, Level.INFO, Level.INFO, Level.WARN, Level.ERROR);
            case WARNING -> set(loggers, Level.WARN, Level.WARN, Level.WARN, Level.ERROR);
            case ERROR -> set(loggers, Level.ERROR, Level.ERROR, Level.ERROR, Level.ERROR);
        }
        keepSecrets(loggers);
    }

    /** To be called whenever levels were set: what sees secrets has no lower level than INFO, nor inherits one. */
    static void keepSecrets(LoggerContext loggers) {
        for (String library : SECRETIVE) {
            loggers.getLogger(library).setLevel(allowed(library, loggers.getLogger(library).getEffectiveLevel()));
        }
    }

    /** The level that a logger may have of what was asked for it. */
    static Level allowed(String logger, Level asked) {
        boolean isSecretive = SECRETIVE.stream().anyMatch(each -> logger.equals(each) || logger.startsWith(each + "."));
        return isSecretive && asked.levelInt < Level.INFO_INT ? Level.INFO : asked;
    }

    /** Lets only errors of the launcher through. */
    static void applyLauncherOnly(LoggerContext loggers) {
        set(loggers, Level.ERROR, Level.OFF, Level.OFF, Level.OFF);
    }

    private static void set(LoggerContext loggers, Level launcher, Level others, Level libraries, Level clients) {
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(others);
        // Never null, "as the root": java.util.logging is told of a change of a logger's own level only.
        loggers.getLogger(LAUNCHER).setLevel(launcher);
        LIBRARIES.forEach(library -> loggers.getLogger(library).setLevel(libraries));
        SECRETIVE.forEach(library -> loggers.getLogger(library).setLevel(libraries));
        CLIENTS.forEach(library -> loggers.getLogger(library).setLevel(clients));
    }

    /**
     * What is shown of an event: a library's exception is told in one line, unless its logger is at DEBUG. That of a
     * servlet is not the library's: its author, who has no other record of it, gets the traceback.
     *
     * @return empty for what nobody needs to see
     */
    static Optional<ILoggingEvent> shown(ILoggingEvent event, LoggerContext loggers) {
        if (event.getThrowableProxy() == null || !isLibrary(event.getLoggerName())
                || loggers.getLogger(event.getLoggerName()).isDebugEnabled()) {
            return Optional.of(event);
        }
        for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
            if (CLIENT_GONE.contains(each.getClassName())) {
                return Optional.empty();
            }
        }
        if (event.getLoggerName().equals(HTTP) && String.valueOf(event.getMessage()).startsWith(SERVLET_FAILED)) {
            return Optional.of(event);
        }
        LoggingEvent brief = new LoggingEvent(null, loggers.getLogger(event.getLoggerName()), event.getLevel(),
                event.getFormattedMessage() + ": " + Summary.of(event.getThrowableProxy()), null, null);
        brief.setInstant(event.getInstant());
        if (event.hasCallerData()) {
            brief.setCallerData(event.getCallerData());
        }
        brief.setMDCPropertyMap(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(brief::addKeyValuePair);
        }
        return Optional.of(brief);
    }

    private static boolean isLibrary(String logger) {
        return LIBRARIES.stream().anyMatch(library -> logger.equals(library) || logger.startsWith(library + "."));
    }
}
