package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work in flight outlives the signal, and the deadline is kept. */
class DrainIT extends ProcessTest {
    @ParameterizedTest
    @ValueSource(strings = {"request", "async"})
    void aRequestIsAnswered(String kind) throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        CompletableFuture<HttpResponse<String>> answer = daemon.begin("/itest/work/" + kind);
        daemon.signal("TERM").awaitLog("Waiting up to 30.0 s for 1 task: GET /itest/work/" + kind);
        assertDraining(daemon, "GET /itest/work/" + kind);
        assertThat(answer).isNotDone();

        daemon.get("/itest/open");
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo("done");
        assertEndedQuietly(daemon);
    }

    @Test
    void aTaskIsFinished() throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        daemon.begin("/itest/work/task?name=scan%20of%20/media");
        daemon.signal("TERM").awaitLog("Waiting up to 30.0 s for 1 task: scan of /media");
        assertDraining(daemon, "scan of /media");

        daemon.get("/itest/open");
        assertEndedQuietly(daemon);
    }

    @Test
    void atTheDeadlineWorkIsInterrupted() throws Exception {
        DaemonProcess daemon = withOneSecond();
        CompletableFuture<HttpResponse<String>> answer = daemon.begin("/itest/work/request");
        daemon.begin("/itest/work/task?name=scan");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING")).hasSize(2).allMatch(line -> line.startsWith("Cancelling ")
                && line.endsWith(": the daemon stops, and shutdown_timeout (1.0 s) is over"))
                .anyMatch(line -> line.contains("GET /itest/work/request ("))
                .anyMatch(line -> line.contains("scan ("));
        assertThat(answer.get().body()).isEqualTo("interrupted done");
        assertEndedQuietly(daemon);
    }

    @Test
    void whatIgnoresTheInterruptIsNamedAndLeft() throws Exception {
        DaemonProcess daemon = withOneSecond();
        daemon.begin("/itest/work/stubborn-task?name=mule");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING"))
                .anyMatch(line -> line.startsWith("Did not end, and is given up: mule ("));
        assertEndedQuietly(daemon);
    }

    @Test
    void aRequestThatIgnoresTheInterruptIsNamedAndLeft() throws Exception {
        DaemonProcess daemon = withOneSecond();
        daemon.begin("/itest/work/stubborn-request");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING"))
                .anyMatch(line -> line.startsWith("Did not end, and is given up: GET /itest/work/stubborn-request ("));
    }

    @Test
    void childProcessesAndTheirsAreEnded() throws Exception {
        DaemonProcess daemon = withOneSecond();
        String[] pids = daemon.get("/itest/work/child?name=encoder").body().split(" ");
        assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
        assertThat(hasEnded(pids[0]) || hasEnded(pids[1])).isFalse();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING")).anyMatch(line -> line.startsWith("Cancelling encoder ("));
        await().atMost(DaemonProcess.PATIENCE).until(() -> hasEnded(pids[0]) && hasEnded(pids[1]));
    }

    private DaemonProcess withOneSecond() throws Exception {
        return started(daemon().withTestBundle("").environment("VPO_SERVER_SHUTDOWN_TIMEOUT", "1").serve())
                .awaitRunning();
    }

    /** All the while, on connections that did not exist before. */
    private static void assertDraining(DaemonProcess daemon, String inFlight) {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> health = daemon.get("/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).startsWith("{\"status\": \"unhealthy\", \"database\": \"connected\", ")
                    .endsWith("\"shutting_down\": true}");
            assertThat(daemon.get("/livez").statusCode()).isEqualTo(200);
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(daemon.get("/readyz?verbose").body()).contains("SHUTTING_DOWN, waiting for 1: " + inFlight);
            HttpResponse<String> refused = daemon.get("/itest/work/task?name=late");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
            assertThat(refused.body())
                    .isEqualTo("{\"error\": \"The daemon is shutting down\", \"code\": \"SHUTTING_DOWN\"}");
        }
    }

    private static void assertEndedQuietly(DaemonProcess daemon) throws InterruptedException {
        assertThat(daemon.awaitExit()).isZero();
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.messages("ERROR")).isEmpty();
    }

    /** Also if nobody has reaped it yet, as in a container whose first process does not do that. */
    private static boolean hasEnded(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            // Gone, or just going.
            return true;
        }
    }
}
