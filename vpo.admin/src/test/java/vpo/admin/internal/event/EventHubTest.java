package vpo.admin.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;

import vpo.admin.internal.KeptLog;
import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.Body;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Request;

@Timeout(60)
class EventHubTest {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger value = new AtomicInteger();
    private volatile boolean stopping;
    private final KeptLog log = new KeptLog();
    private EventHub hub = hub(Duration.ofSeconds(15));
    private final List<Thread> threads = new ArrayList<>();
    /** Lets the reader go that leaves when it is told to. */
    private final CountDownLatch leave = new CountDownLatch(1);

    private EventHub hub(Duration quiet) {
        return hub(quiet, Duration.ofMinutes(15));
    }

    private EventHub hub(Duration quiet, Duration life) {
        Callable<?> status = () -> {
            made.incrementAndGet();
            if (value.get() < 0) {
                throw new OutOfMemoryError("said so");
            }
            return Json.object("value", value.get());
        };
        Callable<?> failing = () -> {
            throw new IOException("never there");
        };
        EventHub made = new EventHub(Map.of("status", status, "library", failing), new LogHistory("a1", log),
                () -> stopping, quiet, Duration.ofMillis(10), life);
        log.addLogListener(made);
        return made;
    }

    @AfterEach
    void end() throws InterruptedException {
        leave.countDown();
        hub.close();
        for (Thread each : threads) {
            each.join();
        }
    }

    private Reply ask(String query) {
        return ask(query, "");
    }

    private Reply ask(String query, String lastEventId) {
        return new Api(hub.routes()).answer(new Request("GET", "/events", query, Body.NONE, lastEventId, "anna"));
    }

    /** A reader of the log, which had that last. */
    private Reader readLog(String lastEventId) {
        Reader reader = new Reader();
        run(ask("topics=logs", lastEventId), reader);
        return reader;
    }

    private Reader read(String query) {
        Reader reader = new Reader();
        run(ask(query), reader);
        return reader;
    }

    private void run(Reply reply, OutputStream out) {
        assertThat(reply.status()).isEqualTo(200);
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                reply.content().write(out);
            } catch (IOException e) {
                assertThat(e).hasMessage("gone");
            }
        }));
    }

    /** What has arrived. */
    private static class Reader extends ByteArrayOutputStream {
        String text() {
            return toString(StandardCharsets.UTF_8);
        }

        /** The texts of the lines of the log, in their order. */
        List<String> lines() {
            return Pattern.compile("\"message\":\"([^\"]*)\"").matcher(text()).results().map(each -> each.group(1))
                    .toList();
        }

        /** What a browser would name when it comes back. */
        String lastEventId() {
            return Pattern.compile("(?m)^id: (.*)$").matcher(text()).results().map(each -> each.group(1))
                    .reduce("", (_, later) -> later);
        }

        Reader awaitText(String part) {
            await(part).until(() -> text().contains(part));
            return this;
        }
    }

    @Test
    void a_document_is_told_at_first_and_when_it_has_changed() {
        Reader reader = read("topics=status").awaitText("event: status\ndata: {\"value\":0}\n\n");
        value.set(1);
        reader.awaitText("event: status\ndata: {\"value\":1}\n\n");
        int before = made.get();
        await().until(() -> made.get() > before + 2);
        assertThat(reader.text().split("event: status")).as("told once each").hasSize(3);
    }

    @Test
    void an_error_is_not_the_end_of_a_document() {
        value.set(-1);
        Reader reader = read("topics=status");
        await().until(() -> made.get() > 1);
        value.set(1);
        reader.awaitText("event: status\ndata: {\"value\":1}\n\n");
    }

    @Test
    void a_document_is_not_made_for_nobody() throws Exception {
        assertThat(made).hasValue(0);
        Reader one = read("topics=status").awaitText("{\"value\":0}");
        read("topics=status").awaitText("{\"value\":0}");
        hub.close();
        one.awaitText("event: close\ndata: {\"reason\":\"the daemon is shutting down\"}\n\n");
        end();
    }

    @Test
    void one_that_cannot_be_made_holds_up_no_other() {
        assertThat(read(null).awaitText("event: status").text()).doesNotContain("library");
    }

    @Test
    void quiet_is_told_by_a_heartbeat() {
        hub = hub(Duration.ofMillis(20));
        read("topics=logs").awaitText("event: heartbeat\ndata: {\"timestamp\":\"2");
    }

    @Test
    void a_stop_ends_all_streams_and_lets_in_no_more() throws Exception {
        Reader reader = read("topics=logs");
        stopping = true;
        threads.getFirst().join();
        assertThat(reader.text()).endsWith("event: close\ndata: {\"reason\":\"the daemon is shutting down\"}\n\n");
        assertThat(ask(null).status()).isEqualTo(503);
    }

    @Test
    void a_stream_ends_after_a_while_without_a_reason_and_makes_room() throws Exception {
        hub = hub(Duration.ofMillis(20), Duration.ofMillis(100));
        Reader reader = read("topics=status,logs");
        threads.getFirst().join();
        assertThat(reader.text()).startsWith("id: a1-0\n\n").endsWith("\n\n").doesNotContain("event: close");
        for (int i = 0; i < EventHub.MOST_STREAMS; i++) {
            assertThat(ask("topics=logs").status()).isEqualTo(200);
        }
    }

    /** However short a stream is: what was logged meanwhile is told when its reader comes back. */
    @Test
    void no_line_is_missed_or_doubled_where_streams_end_while_lines_come() throws Exception {
        hub = hub(Duration.ofMillis(1), Duration.ofMillis(2));
        int lines = 900;
        threads.add(Thread.ofVirtual().start(() -> IntStream.range(0, lines).forEach(i -> {
            log("line " + i);
            Thread.yield();
        })));
        List<String> all = new ArrayList<>();
        String last = "a1-0";
        while (!all.contains("line " + (lines - 1))) {
            Reader reader = new Reader();
            ask("topics=logs", last).content().write(reader);
            all.addAll(reader.lines());
            last = reader.lastEventId();
        }
        assertThat(all).isEqualTo(IntStream.range(0, lines).mapToObj(i -> "line " + i).toList());
    }

    /** As many lines as ever come: the stream ends all the same, and what it was given before is told. */
    @Test
    void lines_that_never_cease_do_not_put_off_the_end() throws Exception {
        hub = hub(Duration.ofSeconds(15), Duration.ZERO);
        log("before");
        int atOnce = 150;
        AtomicInteger flushes = new AtomicInteger();
        Reader reader = new Reader() {
            @Override
            public void flush() {
                if (flushes.incrementAndGet() < 10) {
                    IntStream.range(0, atOnce).forEach(_ -> log("more"));
                }
            }
        };
        ask("topics=logs", "a1-0").content().write(reader);
        assertThat(reader.lines()).startsWith("before").hasSize(1 + atOnce);
        assertThat(reader.text()).doesNotContain("event: close");
    }

    @Test
    void an_unknown_topic_is_refused() {
        assertThat(ask("topics=status,nothing").status()).isEqualTo(400);
        assertThat(ask("topics=").status()).isEqualTo(400);
    }

    @Test
    void there_are_so_many_streams_and_one_that_goes_makes_room() throws Exception {
        OutputStream leaving = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void flush() {
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        run(ask("topics=status"), leaving);
        List<Reply> answered = new ArrayList<>();
        for (int i = 1; i < EventHub.MOST_STREAMS; i++) {
            answered.add(ask("topics=logs"));
        }
        // Whether they have begun to be written or not.
        Reply refused = ask(null);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.type()).isEqualTo(Reply.JSON);
        assertThat(refused.headers()).containsEntry("Retry-After", "10");
        Reader told = new Reader();
        refused.content().write(told);
        assertThat(told.text()).contains("\"code\":\"SERVICE_UNAVAILABLE\"", "100 open streams already");

        leave.countDown();
        threads.getFirst().join();
        read("topics=status").awaitText("event: status");
        assertThat(ask(null).status()).isEqualTo(503);
        // As of a HEAD, whose content nobody writes.
        answered.getFirst().content().afterwards();
        answered.getFirst().content().afterwards();
        assertThat(ask(null).status()).isEqualTo(200);
        assertThat(ask(null).status()).isEqualTo(503);
    }

    private void log(String message) {
        log.add(LogLevel.INFO, message, null);
    }

    @Test
    void a_reader_that_comes_back_gets_what_it_has_missed_and_nothing_twice() throws Exception {
        log("before");
        Reader first = readLog("").awaitText("id: a1-1\n\n");
        log("one");
        first.awaitText("id: a1-2\nevent: log\ndata: {");
        assertThat(first.lines()).containsExactly("one");
        hub.close();
        threads.getFirst().join();

        hub = hub(Duration.ofSeconds(15));
        log("two");
        LogEntry late = log.keep(LogLevel.INFO, "three", null);
        Reader second = readLog(first.lastEventId()).awaitText("three");
        // Kept already, and told of only now; and one that stands for others.
        log.tell(late);
        log.tell(KeptLog.gap("some are missing"));
        log("four");
        second.awaitText("four");
        assertThat(second.lines()).containsExactly("two", "three", "some are missing", "four");
        assertThat(second.lastEventId()).isEqualTo("a1-5");
    }

    @Test
    void a_reader_that_went_before_the_first_line_misses_none() throws Exception {
        log("before");
        String here = readLog("").awaitText("id: ").lastEventId();
        log.keep(LogLevel.INFO, "meanwhile", null);
        assertThat(readLog(here).awaitText("meanwhile").lines()).containsExactly("meanwhile");
    }

    @Test
    void all_that_is_kept_is_told_to_a_reader_from_another_run() {
        List<String> kept = IntStream.range(0, EventStream.MOST_LINES).mapToObj(i -> "line " + i).toList();
        log("not kept");
        log.forget();
        kept.forEach(this::log);
        Reader reader = readLog("a0-77").awaitText("line " + (EventStream.MOST_LINES - 1) + "\"");
        assertThat(reader.lines()).isEqualTo(kept);
        assertThat(ask(null, "77").status()).isEqualTo(400);
        assertThat(ask(null, "a1-x").status()).isEqualTo(400);
    }

    /** Lines come while readers go and come back: each of them is told once, and in order. */
    @Test
    void no_line_is_missed_or_doubled_while_lines_come() throws Exception {
        int lines = 900;
        Thread writer = Thread.ofVirtual().start(() -> IntStream.range(0, lines).forEach(i -> log("line " + i)));
        threads.add(writer);
        List<String> all = new ArrayList<>();
        String last = "a1-0";
        while (all.size() < lines) {
            Reader reader = new LeavingReader();
            Reply reply = ask("topics=logs", last);
            try {
                reply.content().write(reader);
            } catch (IOException e) {
                assertThat(e).hasMessage("gone");
            }
            all.addAll(reader.lines());
            last = reader.lastEventId();
        }
        assertThat(all).isEqualTo(IntStream.range(0, lines).mapToObj(i -> "line " + i).toList());
    }

    /** Goes after a few lines. */
    private static final class LeavingReader extends Reader {
        @Override
        public void flush() throws IOException {
            if (lines().size() > 0) {
                throw new IOException("gone");
            }
        }
    }

    @Test
    void a_slow_reader_loses_the_oldest_lines_and_is_told_how_many() throws Exception {
        EventStream stream = new EventStream(() -> false, Duration.ofSeconds(15), Duration.ofMinutes(15));
        for (int i = 0; i < EventStream.MOST_LINES + 3; i++) {
            stream.line(new LogLine(log.keep(LogLevel.INFO, "n" + i, null), "a1"));
        }
        stream.document("status", "{\"old\":1}");
        stream.document("status", "{\"new\":1}");
        stream.close("enough");
        Reader reader = new Reader();
        stream.writeTo(reader);
        assertThat(reader.text()).startsWith("event: status\ndata: {\"new\":1}\n\nevent: log\ndata: {")
                .contains("3 lines are left out here").contains("\"n3\"").contains("\"n1002\"")
                .doesNotContain("\"n2\"").doesNotContain("old")
                .endsWith("event: close\ndata: {\"reason\":\"enough\"}\n\n");
    }
}
