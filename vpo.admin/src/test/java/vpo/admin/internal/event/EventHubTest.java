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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    private EventHub hub = hub(Duration.ofSeconds(15));
    private final List<Thread> threads = new ArrayList<>();

    private EventHub hub(Duration quiet) {
        Callable<?> status = () -> {
            made.incrementAndGet();
            return Json.object("value", value.get());
        };
        Callable<?> failing = () -> {
            throw new IOException("never there");
        };
        return new EventHub(Map.of("status", status, "library", failing), () -> stopping, quiet,
                Duration.ofMillis(10));
    }

    @AfterEach
    void end() throws InterruptedException {
        hub.close();
        for (Thread each : threads) {
            each.join();
        }
    }

    private Reply ask(String query) {
        return new Api(hub.routes()).answer(new Request("GET", "/events", query, Body.NONE, "anna"));
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
    private static final class Reader extends ByteArrayOutputStream {
        String text() {
            return toString(StandardCharsets.UTF_8);
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
    void an_unknown_topic_is_refused() {
        assertThat(ask("topics=status,nothing").status()).isEqualTo(400);
        assertThat(ask("topics=").status()).isEqualTo(400);
    }

    @Test
    void there_are_so_many_streams_and_one_that_goes_makes_room() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
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
        for (int i = 1; i < EventHub.MOST_STREAMS; i++) {
            read("topics=logs");
        }
        await().until(() -> ask(null).status() == 503);
        assertThat(ask(null).headers()).containsEntry("Retry-After", "10");
        leave.countDown();
        threads.getFirst().join();
        read("topics=status").awaitText("event: status");
    }

    @Test
    void a_slow_reader_loses_the_oldest_lines_and_is_told_how_many() throws Exception {
        EventStream stream = new EventStream(() -> false, Duration.ofSeconds(15));
        for (int i = 0; i < EventStream.MOST_LINES + 3; i++) {
            stream.line("{\"n\":" + i + "}");
        }
        stream.document("status", "{\"old\":1}");
        stream.document("status", "{\"new\":1}");
        stream.close("enough");
        Reader reader = new Reader();
        stream.writeTo(reader);
        assertThat(reader.text()).startsWith("event: status\ndata: {\"new\":1}\n\nevent: log\ndata: {")
                .contains("3 lines are left out here").contains("{\"n\":3}").contains("{\"n\":502}")
                .doesNotContain("{\"n\":2}").doesNotContain("old")
                .endsWith("event: close\ndata: {\"reason\":\"enough\"}\n\n");
    }
}
