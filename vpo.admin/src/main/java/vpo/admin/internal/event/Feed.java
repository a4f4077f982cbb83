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
    private final List<Reader> readers = new ArrayList<>();
    private String last;
    private Thread thread;

    /** Whoever wants to know. */
    @FunctionalInterface
    interface Reader {
        /** Takes a newer document, and waits for nothing. */
        void document(String topic, String json);
    }

    Feed(String topic, Callable<?> document, Pace pace) {
        this.topic = topic;
        this.document = document;
        this.pace = pace;
    }

    synchronized void add(Reader reader) {
        readers.add(reader);
        if (last != null) {
            reader.document(topic, last);
        }
        if (thread == null) {
            thread = Thread.ofVirtual().name("vpo-events-" + topic).start(this::look);
        }
    }

    synchronized void remove(Reader reader) {
        readers.remove(reader);
        notifyAll();
    }

    private void look() {
        try {
            boolean wanted = true;
            while (wanted) {
                long begin = System.nanoTime();
                turn();
                wanted = rest(pace.rest(Duration.ofNanos(System.nanoTime() - begin)));
            }
        } catch (InterruptedException e) {
            log.debug("the thread of the document {} was told to end", topic, e);
        } finally {
            ended();
        }
    }

    private void turn() throws InterruptedException {
        try {
            tell(Json.write(document.call()));
        } catch (InterruptedException e) {
            throw e;
        } catch (ApiException e) {
            log.debug("{}: {}", topic, e.getMessage());
        } catch (Exception | Error e) {
            // Errors, too, as when a plugin has filled the memory: readers wait for the next one.
            log.debug("the document {} cannot be made, or told of", topic, e);
        }
    }

    private synchronized void tell(String now) {
        if (!now.equals(last)) {
            // None until all have been told: if that fails midway, the next turn tells them.
            last = null;
            readers.forEach(each -> each.document(topic, now));
            last = now;
        }
    }

    /** Whether there is somebody to go on for. */
    private synchronized boolean rest(Duration rest) throws InterruptedException {
        long until = System.nanoTime() + rest.toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !readers.isEmpty(); left = until
                - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        if (readers.isEmpty()) {
            forget();
        }
        return !readers.isEmpty();
    }

    /** However this thread ends, the next reader begins another. That may have happened already. */
    private synchronized void ended() {
        if (thread == Thread.currentThread()) {
            forget();
        }
    }

    private void forget() {
        thread = null;
        last = null;
    }
}
