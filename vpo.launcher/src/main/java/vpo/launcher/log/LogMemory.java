package vpo.launcher.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

import org.osgi.framework.Bundle;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * The last lines of the log, for whoever asks for them while the daemon runs, and those who are told of each new one.
 * Some ten megabytes at most, whatever is logged; and no plugin that has gone is kept in memory by what it has logged.
 * Any thread.
 */
final class LogMemory {
    static final int MOST_ENTRIES = 1_000;

    private final Deque<RememberedEntry> entries = new ArrayDeque<>();
    private final List<LogDelivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile LongFunction<Bundle> bundles = _ -> null;
    private long sequence;

    /** From now on, bundles are looked up here when somebody asks for them. */
    void use(LongFunction<Bundle> lookup) {
        bundles = lookup;
    }

    /** The bundle of that number; null if it is not there any more. */
    Bundle bundle(long id) {
        return bundles.apply(id);
    }

    /**
     * Remembers a line, and has it told to all who listen. Waits for none of them.
     *
     * @param origin whose it is
     */
    void add(ILoggingEvent event, Origin origin) {
        synchronized (entries) {
            RememberedEntry entry = RememberedEntry.of(this, ++sequence, event, origin);
            if (entries.size() == MOST_ENTRIES) {
                entries.removeLast();
            }
            entries.addFirst(entry);
            if (!LogDelivery.isDelivering()) {
                deliveries.forEach(each -> each.offer(entry));
            }
        }
    }

    /** What is remembered, the newest first. */
    List<LogEntry> newestFirst() {
        synchronized (entries) {
            return new ArrayList<>(entries);
        }
    }

    /** Tells somebody of each line from now on, until the delivery is closed. */
    LogDelivery deliver(LogListener listener) {
        LogDelivery delivery = new LogDelivery(listener, this, deliveries::remove);
        deliveries.add(delivery);
        return delivery;
    }
}
