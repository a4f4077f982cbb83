package vpo.admin.internal.event;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;

/** {@code /events}: all open streams, and what they are told. */
public final class EventHub implements LogListener, AutoCloseable {
    static final String STOPPING = "the daemon is shutting down";
    static final int MOST_STREAMS = 100;
    private static final String LOGS = "logs";
    private static final Duration QUIET = Duration.ofSeconds(15);
    /**
     * The door is passed once for a stream. Whoever comes back has to pass it again, and does not if the credential was
     * taken away.
     */
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How long the end waits for streams whose readers are slow; others take a few milliseconds. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    private final Map<String, Feed> feeds = new TreeMap<>();
    private final LogHistory history;
    private final BooleanSupplier stopping;
    private final Duration quiet;
    private final Duration life;
    private final Set<EventStream> streams = new HashSet<>();
    /** Guarded by itself. */
    private final List<EventStream> logReaders = new ArrayList<>();
    private boolean closed;

    /**
     * @param documents by their topics; made when somebody wants to know
     * @param history the lines of the log that a reader may have missed
     * @param stopping whether the daemon stops
     */
    public EventHub(Map<String, Callable<?>> documents, LogHistory history, BooleanSupplier stopping) {
        this(documents, history, stopping, QUIET, PAUSE, LIFE);
    }

    EventHub(Map<String, Callable<?>> documents, LogHistory history, BooleanSupplier stopping, Duration quiet,
            Duration pause, Duration life) {
        this.history = history;
        documents.forEach((topic, document) -> feeds.put(topic, new Feed(topic, document, Pace.of(topic, pause))));
        this.stopping = stopping;
        this.quiet = quiet;
        this.life = life;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/events", 200, this::events).query("topics").or(503));
    }

    private Reply events(Call call) throws ApiException {
        Set<String> topics = topics(call.query().get("topics"));
        OptionalLong last = history.sequence(call.lastEventId());
        EventStream stream = open();
        return new Reply(200, "text/event-stream; charset=utf-8", Map.of("X-Accel-Buffering", "no"),
                new Reply.Content() {
                    @Override
                    public long length() {
                        return -1;
                    }

                    @Override
                    public void write(OutputStream out) throws IOException {
                        run(stream, topics, last, out);
                    }

                    @Override
                    public void afterwards() {
                        ended(stream);
                    }
                });
    }

    private Set<String> topics(String asked) throws ApiException {
        Set<String> known = new TreeSet<>(feeds.keySet());
        known.add(LOGS);
        if (asked == null) {
            return known;
        }
        Set<String> topics = new TreeSet<>(List.of(asked.split(",", -1)));
        if (!known.containsAll(topics)) {
            throw ApiException
                    .parameter("topics must be some of " + String.join(", ", known) + ", with commas between");
        }
        return topics;
    }

    /** Before the answer begins, for afterwards none could be refused. */
    private synchronized EventStream open() throws ApiException {
        if (closed || stopping.getAsBoolean()) {
            throw ApiException.shuttingDown();
        }
        if (streams.size() >= MOST_STREAMS) {
            throw ApiException.unavailable("SERVICE_UNAVAILABLE",
                    "There are " + MOST_STREAMS + " open streams already: close some, or ask for documents instead");
        }
        EventStream stream = new EventStream(stopping, quiet, life);
        streams.add(stream);
        return stream;
    }

    private void run(EventStream stream, Set<String> topics, OptionalLong last, OutputStream out)
            throws IOException {
        try {
            if (topics.contains(LOGS)) {
                readLog(stream, last);
            }
            feeds.forEach((topic, feed) -> {
                if (topics.contains(topic)) {
                    feed.add(stream);
                }
            });
            // So that the reader knows that it is heard, whatever there is to tell.
            out.flush();
            stream.writeTo(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (logReaders) {
                logReaders.remove(stream);
            }
            feeds.values().forEach(each -> each.remove(stream));
            ended(stream);
        }
    }

    /**
     * A line is kept before it is told of. So under the lock of {@link #logged} what was told before is among the kept
     * ones, and of what is told afterwards the stream leaves out what it has had from there.
     */
    private void readLog(EventStream stream, OptionalLong last) {
        synchronized (logReaders) {
            history.begin(stream, last);
            logReaders.add(stream);
        }
    }

    private synchronized void ended(EventStream stream) {
        streams.remove(stream);
        notifyAll();
    }

    @Override
    public void logged(LogEntry entry) {
        LogLine line = history.line(entry);
        synchronized (logReaders) {
            logReaders.forEach(each -> each.line(line));
        }
    }

    /** Tells all readers that this is the end, and waits a moment until they have heard. */
    @Override
    public synchronized void close() {
        closed = true;
        streams.forEach(each -> each.close(STOPPING));
        long until = System.nanoTime() + LAST_WORDS.toNanos();
        try {
            for (long left = LAST_WORDS.toMillis(); left > 0 && !streams.isEmpty(); left = (until - System.nanoTime())
                    / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
