package vpo.launcher.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

/**
 * Lines on their way to one listener, on a thread of its own: whatever it does, nobody who logs waits for it, and
 * nothing that it throws reaches them. One that does not keep up loses the oldest lines, and is told how many.
 */
final class LogDelivery implements AutoCloseable {
    static final int MOST_WAITING = 1_000;
    private static final String LOGGER = "vpo.launcher.log";
    /**
     * What listeners log themselves is told to none: two that log what they hear would never come to an end.
     */
    private static final ThreadLocal<Boolean> DELIVERING = ThreadLocal.withInitial(() -> false);

    private final LogListener listener;
    private final LogMemory memory;
    private final Consumer<LogDelivery> whenClosed;
    private final Deque<LogEntry> waiting = new ArrayDeque<>();
    private final Thread thread;
    private long lost;

    LogDelivery(LogListener listener, LogMemory memory, Consumer<LogDelivery> whenClosed) {
        this.listener = listener;
        this.memory = memory;
        this.whenClosed = whenClosed;
        this.thread = Thread.ofVirtual().name("vpo-log-listener").start(this::deliver);
    }

    /** Whether this thread is calling a listener. */
    static boolean isDelivering() {
        return DELIVERING.get();
    }

    void offer(LogEntry entry) {
        synchronized (waiting) {
            if (waiting.size() == MOST_WAITING) {
                waiting.removeFirst();
                lost++;
            }
            waiting.addLast(entry);
            waiting.notifyAll();
        }
    }

    private void deliver() {
        DELIVERING.set(true);
        try {
            while (true) {
                deliverNext();
            }
        } catch (InterruptedException e) {
            LoggerFactory.getLogger(LogDelivery.class).trace("closed", e);
        }
    }

    /**
     * An Error, too, is no end: a listener whose bundle has gone lacks classes, and when a plugin has filled the memory
     * there may be none for a line of our own.
     */
    private void deliverNext() throws InterruptedException {
        try {
            listener.logged(next());
        } catch (RuntimeException | Error e) {
            tell(e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private LogEntry next() throws InterruptedException {
        synchronized (waiting) {
            while (waiting.isEmpty()) {
                waiting.wait();
            }
            if (lost > 0) {
                LogEntry gap = gap(lost);
                lost = 0;
                return gap;
            }
            return waiting.removeFirst();
        }
    }

    private LogEntry gap(long lines) {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        return RememberedEntry.of(memory, 0, new LoggingEvent(null, loggers.getLogger(LOGGER), Level.WARN,
                lines + " lines are left out here: this reader of the log is too slow", null, null),
                Origin.UNKNOWN);
    }

    private static void tell(Throwable failure) {
        try {
            LoggerFactory.getLogger(LogDelivery.class).debug("a listener to the log failed", failure);
        } catch (RuntimeException | Error _) {
            // To log takes memory, too.
        }
    }

    /** Tells nothing more, but for a line that is being told. Does not wait for that. */
    @Override
    public void close() {
        whenClosed.accept(this);
        thread.interrupt();
    }
}
