package vpo.launcher.log;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A line of the log as OSGi has it. It is text and numbers only, none of it longer than a person reads: neither the
 * exception nor the bundle itself is held, so what has gone is gone. Whose line it is, it tells by the log's own fields
 * {@value BundleName#FIELD}, which is the symbolic name here, and {@value Author#FIELD}: SLF4J's pairs, which are known
 * on both sides of the container, and stay when the bundle goes.
 *
 * @param memory to look up the bundle
 * @param sequence from 1, in the order of the lines; 0 for a line that is in no log
 * @param bundle its number; empty if it is not known
 * @param fields those two, as far as they are known
 * @param exception a description of it; null if there is none
 */
record RememberedEntry(LogMemory memory, long sequence, Instant time, LogLevel level, String logger, String thread,
        String message, OptionalLong bundle, List<KeyValuePair> fields, LoggedException exception)
        implements
            LogEntry,
            Iterable<KeyValuePair> {
    static final int LONGEST_MESSAGE = 4_000;
    private static final int LONGEST_NAME = 200;

    static RememberedEntry of(LogMemory memory, long sequence, ILoggingEvent event, Origin origin) {
        return new RememberedEntry(memory, sequence, event.getInstant(), level(event.getLevel()),
                cut(event.getLoggerName(), LONGEST_NAME), cut(event.getThreadName(), LONGEST_NAME),
                cut(String.valueOf(event.getFormattedMessage()), LONGEST_MESSAGE),
                origin.bundle().map(each -> OptionalLong.of(each.id())).orElse(OptionalLong.empty()), fields(origin),
                event.getThrowableProxy() == null ? null : LoggedException.of(event.getThrowableProxy()));
    }

    private static List<KeyValuePair> fields(Origin origin) {
        return Stream.concat(origin.bundle().map(each -> field(BundleName.FIELD, each.name())).stream(),
                origin.plugin().map(each -> field(Author.FIELD, each)).stream()).toList();
    }

    private static KeyValuePair field(String name, String value) {
        return new KeyValuePair(name, cut(value, LONGEST_NAME));
    }

    /** The beginning of a text, and how much is missing. */
    static String cut(String text, int longest) {
        return text.length() <= longest
                ? text
                : text.substring(0, longest) + " ... (" + (text.length() - longest) + " characters more)";
    }

    private static LogLevel level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> LogLevel.ERROR;
            case Level.WARN_INT -> LogLevel.WARN;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.TRACE_INT -> LogLevel.TRACE;
            default -> LogLevel.DEBUG;
        };
    }

    @Override
    public Iterator<KeyValuePair> iterator() {
        return fields.iterator();
    }

    @Override
    public Bundle getBundle() {
        return bundle.isEmpty() ? null : memory.bundle(bundle.getAsLong());
    }

    @Override
    public ServiceReference<?> getServiceReference() {
        return null;
    }

    @Override
    @Deprecated
    public int getLevel() {
        return switch (level) {
            case AUDIT, ERROR -> LogService.LOG_ERROR;
            case WARN -> LogService.LOG_WARNING;
            case INFO -> LogService.LOG_INFO;
            case DEBUG, TRACE -> LogService.LOG_DEBUG;
        };
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public Throwable getException() {
        return exception;
    }

    @Override
    public long getTime() {
        return time.toEpochMilli();
    }

    @Override
    public LogLevel getLogLevel() {
        return level;
    }

    @Override
    public String getLoggerName() {
        return logger;
    }

    @Override
    public long getSequence() {
        return sequence;
    }

    @Override
    public String getThreadInfo() {
        return thread;
    }

    @Override
    public StackTraceElement getLocation() {
        return null;
    }
}
