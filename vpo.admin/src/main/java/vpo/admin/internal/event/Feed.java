package vpo.admin.internal.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Json;

/**
 * One document that readers are told of when it has changed. It is made on a thread of its own, once for all readers,
 * and not at all as long as there are none.
 */
final class Feed {
    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private final String topic;
    private final Callable<?> document;
    private final Pace pace;
    private final List<EventStream> readers = new ArrayList<>();
    private String last;
    private Thread thread;

    Feed(String topic, Callable<?> document, Pace pace) {
        this.topic = topic;
        this.document = document;
        this.pace = pace;
    }

    synchronized void add(EventStream reader) {
        readers.add(reader);
        if (last != null) {
            reader.document(topic, last);
        }
        if (thread == null) {
            thread = Thread.ofVirtual().name("vpo-events-" + topic).start(this::look);
        }
    }

    synchronized void remove(EventStream reader) {
        readers.remove(reader);
        notifyAll();
    }

    private void look() {
        try {
            boolean wanted = true;
            while (wanted) {
                long begin = System.nanoTime();
                String now = make();
                wanted = tell(now, pace.rest(Duration.ofNanos(System.nanoTime() - begin)));
            }
        } catch (InterruptedException e) {
            log.debug("nobody interrupts this thread", e);
        }
    }

    /** Null if it cannot be made now. */
    private String make() throws InterruptedException {
        try {
            return Json.write(document.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (ApiException e) {
            log.debug("{}: {}", topic, e.getMessage());
            return null;
        } catch (Exception | Error e) {
            // Errors, too, as when a plugin has filled the memory: readers wait for the next one.
            log.debug("the document {} cannot be made", topic, e);
            return null;
        }
    }

    private synchronized boolean tell(String now, Duration rest) throws InterruptedException {
        if (now != null && !now.equals(last)) {
            last = now;
            readers.forEach(each -> each.document(topic, now));
        }
        long until = System.nanoTime() + rest.toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !readers.isEmpty(); left = until
                - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        if (readers.isEmpty()) {
            thread = null;
            last = null;
        }
        return !readers.isEmpty();
    }
}
