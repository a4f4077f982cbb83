package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals, as systemd and people at a terminal send them. */
class SignalIT extends ProcessTest {
    private final Random random = new Random();

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void endsWithZero(String signal) throws Exception {
        DaemonProcess daemon = running().signal(signal);
        assertThat(daemon.awaitExit()).isZero();
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.messages("INFO"))
                .contains("SIG" + signal + " received: stopping, waiting up to 30.0 s for work"
                        + " in flight")
                .endsWith("stopped");
        assertThat(daemon.messages("ERROR")).isEmpty();
    }

    @Test
    void tenSignalsAreOneStop() throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        daemon.begin("/itest/work/task?name=copying");
        for (int i = 0; i < 10; i++) {
            daemon.signal(i % 2 == 0 ? "TERM" : "INT");
        }
        daemon.awaitLog("already stopping");
        // All ten may have come before the state changed, and none comes by itself.
        daemon.awaitLog("SHUTTING_DOWN (was RUNNING)");
        daemon.signal("TERM");
        daemon.awaitLog("SHUTTING_DOWN: in flight are 1 task: copying (");
        daemon.get("/itest/open");
        assertThat(daemon.awaitExit()).isZero();
        assertThat(daemon.messages("INFO")).filteredOn(line -> line.startsWith("SHUTTING_DOWN (")).hasSize(1);
    }

    @Test
    void stopsAStartThatHangs() throws Exception {
        DaemonProcess daemon = started(daemon().withTestBundle("start-hangs").serve());
        daemon.awaitLog("Database verified");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        // Long before shutdown_timeout: nothing was in flight.
        assertThat(daemon.messages("ERROR")).singleElement().asString().matches(
                "the stop did not end within ([4-9]|1\\d|2\\d)\\.\\d s: ending the process; still stopping: vpo\\.itest");
    }

    @RepeatedTest(10)
    void stopsAtAnyMomentOfTheStart() throws Exception {
        DaemonProcess daemon = started(daemon().serve());
        daemon.awaitLog("starting: pid");
        int millis = random.nextInt(1000);
        daemon.letRun(millis);
        assertThat(daemon.signal("TERM").awaitExit()).as("after %d ms:%n%s", millis, daemon.logText()).isZero();
        assertThat(daemon.messages("ERROR")).as("after %d ms:%n%s", millis, daemon.logText()).isEmpty();
        daemon.assertPrintedOnlyLogLines();
    }

    /** The JVM itself may get it, before there is a daemon; while it is being made it may even stumble over it. */
    @RepeatedTest(3)
    void endsEvenBeforeTheFirstLine() throws Exception {
        DaemonProcess daemon = started(daemon().serve());
        daemon.letRun(random.nextInt(200));
        int status = daemon.signal("TERM").awaitExit();
        assertThat(status).as(daemon.logText()).isIn(
                daemon.logText().contains("Error occurred during initialization of VM") ? List.of(1) : List.of(0, 143));
    }

    @Test
    void hangupWhileStartingIsNotTheEnd() throws Exception {
        DaemonProcess daemon = started(daemon().serve());
        daemon.awaitLog("starting: pid");
        daemon.signal("HUP").awaitRunning();
    }
}
