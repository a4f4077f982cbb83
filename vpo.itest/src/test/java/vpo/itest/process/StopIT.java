package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the daemon is stopped, it drains; and whatever a bundle does, it ends. */
class StopIT extends ProcessTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx");

    @ParameterizedTest
    @CsvSource({"/itest/work/stop, 0", "/itest/work/exit, 7"})
    void stopFromInsideDrains(String how, int status) throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        CompletableFuture<HttpResponse<String>> answer = daemon.begin("/itest/work/request");
        daemon.get(how);
        daemon.awaitLog("for 1 task: GET /itest/work/request");
        assertThat(daemon.get("/health").body()).contains("\"shutting_down\": true");

        daemon.get("/itest/open");
        assertThat(answer.get().body()).isEqualTo("done");
        assertThat(daemon.awaitExit()).isEqualTo(status);
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.messages("INFO")).endsWith("stopped");
        assertThat(daemon.messages("ERROR")).isEmpty();
    }

    @Test
    void whoeverExitsIsNamed() throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        daemon.get("/itest/work/exit");
        daemon.awaitLog("System.exit was called by vpo.itest.WorkServlet");
        assertThat(daemon.awaitExit()).isEqualTo(7);
        running();
    }

    @Test
    void anExitWhileStartingEnds() throws Exception {
        DaemonProcess daemon = started(daemon().withTestBundle("exit").serve());
        assertThat(daemon.awaitExit()).isEqualTo(7);
        daemon.awaitLog("System.exit was called by vpo.itest.Misbehaviour");
    }

    @Test
    void aBundleThatNeverStopsIsNamedAndLeft() throws Exception {
        DaemonProcess daemon = started(
                daemon().withTestBundle("stop-hangs").environment("VPO_SERVER_SHUTDOWN_TIMEOUT", "1").serve())
                .awaitRunning();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("ERROR")).singleElement().asString()
                .contains("ending the process; still stopping: vpo.itest");
        // shutdown_timeout + 5 s, and as much again for a machine that has other things to do.
        assertThat(Duration.between(time(daemon.awaitLog("SIGTERM received")), time(daemon.log().getLast())))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(12));
    }

    @Test
    void aShutdownHookThatNeverReturnsIsLeft() throws Exception {
        DaemonProcess daemon = started(
                daemon().withTestBundle("hook-hangs").environment("VPO_SERVER_SHUTDOWN_TIMEOUT", "1").serve())
                .awaitRunning();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        daemon.awaitLog("still stopping: a shutdown hook");
    }

    private static OffsetDateTime time(String line) {
        return OffsetDateTime.parse(line.substring(0, line.indexOf(' ')), TIME);
    }
}
