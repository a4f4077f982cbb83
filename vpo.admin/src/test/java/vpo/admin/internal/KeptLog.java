package vpo.admin.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.event.KeyValuePair;

/** As the daemon's log: lines are numbered from 1, and kept before they are told of, perhaps long before. */
public final class KeptLog implements LogReaderService {
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
    private long last;

    @Override
    public void addLogListener(LogListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeLogListener(LogListener listener) {
        listeners.remove(listener);
    }

    @Override
    public synchronized Enumeration<LogEntry> getLog() {
        return Collections.enumeration(new ArrayList<>(entries.reversed()));
    }

    /** Keeps a line, which {@link #tell} is to tell of. */
    public synchronized LogEntry keep(LogLevel level, String message, Throwable exception) {
        LogEntry entry = new Line(++last, level, message, exception, List.of());
        entries.add(entry);
        return entry;
    }

    /** Keeps none of the lines so far. */
    public synchronized void forget() {
        entries.clear();
    }

    /** Tells the listeners of a line. */
    public void tell(LogEntry entry) {
        listeners.forEach(each -> each.logged(entry));
    }

    /** Logs a line. */
    public void add(LogLevel level, String message, Throwable exception) {
        tell(keep(level, message, exception));
    }

    /** A line that says that some are missing. */
    public static LogEntry gap(String message) {
        return new Line(0, LogLevel.WARN, message, null, List.of());
    }

    /** A line that says whose it is. */
    public static LogEntry of(String message, KeyValuePair... fields) {
        return new Line(0, LogLevel.INFO, message, null, List.of(fields));
    }

    private record Line(long sequence, LogLevel level, String message, Throwable exception, List<KeyValuePair> fields)
            implements
                LogEntry,
                Iterable<KeyValuePair> {
        @Override
        public Iterator<KeyValuePair> iterator() {
            return fields.iterator();
        }

        @Override
        public Bundle getBundle() {
            return null;
        }

        @Override
        public ServiceReference<?> getServiceReference() {
            return null;
        }

        @Override
        @Deprecated
        public int getLevel() {
            return 0;
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
            return 1_764_000_000_123L;
        }

        @Override
        public LogLevel getLogLevel() {
            return level;
        }

        @Override
        public String getLoggerName() {
            return "vpo.test";
        }

        @Override
        public long getSequence() {
            return sequence;
        }

        @Override
        public String getThreadInfo() {
            return "main";
        }

        @Override
        public StackTraceElement getLocation() {
            return null;
        }
    }
}
