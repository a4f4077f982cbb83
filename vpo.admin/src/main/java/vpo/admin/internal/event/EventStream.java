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
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import vpo.admin.internal.api.Json;

/**
 * What one reader is told, as server-sent events. Whoever tells waits for nothing: of a document only the newest is
 * kept for the reader, of the log so many lines, the newest ones; how many are missing is told.
 */
final class EventStream implements Feed.Reader {
    /** As many as the daemon keeps, so that a reader that comes back gets all of these. */
    static final int MOST_LINES = 1_000;
    /** The texts of so many lines alone are in memory for a reader at a time. */
    private static final int LINES_AT_ONCE = 100;
    private static final Duration LOOK = Duration.ofMillis(500);

    private final BooleanSupplier stopping;
    private final Duration quiet;
    private final Duration life;
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    /** The number of the newest line that the reader has had, or is about to get. */
    private long newest;
    private String position = "";
    private long lost;
    private String end;
    private OptionalLong begun = OptionalLong.empty();

    /**
     * @param stopping asked now and then: whether the daemon stops, which is the end
     * @param quiet after so long without an event, a heartbeat is one
     * @param life for how long it is written; then it ends without a reason, and its reader is to come back
     */
    EventStream(BooleanSupplier stopping, Duration quiet, Duration life) {
        this.stopping = stopping;
        this.quiet = quiet;
        this.life = life;
    }

    /** Tells of a document, in place of an earlier one that has not been told. */
    @Override
    public synchronized void document(String topic, String json) {
        documents.put(topic, json);
        notifyAll();
    }

    /**
     * Tells where in the log the reader is, so that it can come back to there, should it go before the first line.
     *
     * @param after the number of the line after which its lines begin
     * @param id the field of an event for that line
     */
    synchronized void begin(long after, String id) {
        newest = after;
        position = id + "\n";
        notifyAll();
    }

    /**
     * Tells of a line of the log, unless the reader has had it, or is to come back for it: lines that come all the time
     * must not put off the end.
     */
    synchronized void line(LogLine line) {
        if (isOver()) {
            return;
        }
        if (line.sequence() > 0) {
            if (line.sequence() <= newest) {
                return;
            }
            newest = line.sequence();
        }
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
            lost++;
        }
        lines.addLast(line);
        notifyAll();
    }

    /** The reader is told why, after what is waiting, and there is no more. */
    synchronized void close(String reason) {
        end = end == null ? reason : end;
        notifyAll();
    }

    private boolean isOver() {
        return begun.isPresent() && System.nanoTime() - begun.getAsLong() >= life.toNanos();
    }

    private synchronized void live() {
        begun = OptionalLong.of(System.nanoTime());
    }

    /**
     * Writes until the end, or for as long as the stream lives. Whatever has been taken for the reader is written.
     *
     * @throws IOException if the reader has gone
     */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        live();
        boolean more = true;
        while (more) {
            List<Supplier<String>> events = new ArrayList<>();
            more = next(events);
            // Not under the lock: texts take a moment to be made, and this may wait for the reader.
            for (Supplier<String> event : events) {
                out.write(event.get().getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        }
    }

    private synchronized boolean next(List<Supplier<String>> events) throws InterruptedException {
        long begin = System.nanoTime();
        while (position.isEmpty() && documents.isEmpty() && lines.isEmpty() && end == null && !isOver()) {
            if (stopping.getAsBoolean()) {
                end = EventHub.STOPPING;
            } else if (System.nanoTime() - begin >= quiet.toNanos()) {
                events.add(() -> event("heartbeat", Json.write(Json.object("timestamp", Instant.now().toString()))));
                return true;
            } else {
                wait(Math.min(LOOK.toMillis(), quiet.toMillis()));
            }
        }
        String here = position;
        events.add(() -> here);
        position = "";
        documents.forEach((topic, json) -> events.add(() -> event(topic, json)));
        documents.clear();
        if (lost > 0) {
            String gap = event("log", Json.write(Json.object("timestamp", Instant.now().toString(), "level", "WARNING",
                    "logger", "vpo.admin",
                    "message", lost + " lines are left out here: this reader is too slow")));
            events.add(() -> gap);
            lost = 0;
        }
        for (int i = 0; i < LINES_AT_ONCE && !lines.isEmpty(); i++) {
            events.add(lines.removeFirst()::event);
        }
        if (!lines.isEmpty()) {
            return true;
        }
        if (end == null) {
            return !isOver();
        }
        String reason = end;
        events.add(() -> event("close", Json.write(Json.object("reason", reason))));
        return false;
    }

    /** JSON has no line break in it. */
    static String event(String name, String json) {
        return "event: " + name + "\ndata: " + json + "\n\n";
    }
}
