package vpo.admin.internal.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import vpo.admin.internal.api.Json;

/**
 * What one reader is told, as server-sent events. Whoever tells waits for nothing: of a document only the newest is
 * kept for the reader, of the log so many lines, the newest ones; how many are missing is told.
 */
final class EventStream {
    static final int MOST_LINES = 500;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final BooleanSupplier stopping;
    private final Duration quiet;
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private long lost;
    private String end;

    /**
     * @param stopping asked now and then: whether the daemon stops, which is the end
     * @param quiet after so long without an event, a heartbeat is one
     */
    EventStream(BooleanSupplier stopping, Duration quiet) {
        this.stopping = stopping;
        this.quiet = quiet;
    }

    /** Tells of a document, in place of an earlier one that has not been told. */
    synchronized void document(String topic, String json) {
        documents.put(topic, json);
        notifyAll();
    }

    /** Tells of a line of the log. */
    synchronized void line(String json) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
            lost++;
        }
        lines.addLast(json);
        notifyAll();
    }

    /** The reader is told why, after what is waiting, and there is no more. */
    synchronized void close(String reason) {
        end = end == null ? reason : end;
        notifyAll();
    }

    /**
     * Writes until the end.
     *
     * @throws IOException if the reader has gone
     */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            List<String> events = new ArrayList<>();
            more = next(events);
            // Not under the lock: this may wait for the reader.
            for (String event : events) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        }
    }

    private synchronized boolean next(List<String> events) throws InterruptedException {
        long begin = System.nanoTime();
        while (documents.isEmpty() && lines.isEmpty() && end == null) {
            if (stopping.getAsBoolean()) {
                end = EventHub.STOPPING;
            } else if (System.nanoTime() - begin >= quiet.toNanos()) {
                events.add(event("heartbeat", Json.write(Json.object("timestamp", Instant.now().toString()))));
                return true;
            } else {
                wait(Math.min(LOOK.toMillis(), quiet.toMillis()));
            }
        }
        documents.forEach((topic, json) -> events.add(event(topic, json)));
        documents.clear();
        if (lost > 0) {
            events.add(event("log", Json.write(Json.object("timestamp", Instant.now().toString(), "level", "WARNING",
                    "logger", "vpo.admin",
                    "message", lost + " lines are left out here: this reader is too slow"))));
            lost = 0;
        }
        lines.forEach(each -> events.add(event("log", each)));
        lines.clear();
        if (end != null) {
            events.add(event("close", Json.write(Json.object("reason", end))));
        }
        return end == null;
    }

    /** JSON has no line break in it. */
    private static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }
}
