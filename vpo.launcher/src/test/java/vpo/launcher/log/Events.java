package vpo.launcher.log;

import java.time.Instant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

/** Events as logback makes them, with a time that a test chooses. */
final class Events {
    private Events() {}

    static LoggingEvent at(Instant time, String logger, Level level, String message, Throwable exception,
            Object... arguments) {
        LoggerContext loggers = new LoggerContext();
        loggers.setMDCAdapter(new LogbackMDCAdapter());
        LoggingEvent event = new LoggingEvent(null, loggers.getLogger(logger), level, message, exception, arguments);
        event.setInstant(time);
        return event;
    }

    static Throwable withFrames(Throwable throwable, String... methods) {
        StackTraceElement[] frames = new StackTraceElement[methods.length];
        for (int i = 0; i < methods.length; i++) {
            frames[i] = new StackTraceElement("vpo.Some", methods[i], "Some.java", 10 + i);
        }
        throwable.setStackTrace(frames);
        return throwable;
    }
}
