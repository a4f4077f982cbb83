package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

/** Power cuts and {@code kill -9}: whatever is left behind, the next start is a start like any other. */
class CrashIT extends ProcessTest {
    /** Three seconds each, and more on a busy machine: {@code .ci/run} has not the time for all 25. */
    private static final int ROUNDS = Math.max(1, Integer.getInteger("vpo.test.kills", 100) / 4);

    @Test
    void startsAgainWheneverItWasKilled() throws Exception {
        Random random = new Random();
        for (int round = 1; round <= ROUNDS; round++) {
            int millis = random.nextInt(1500);
            DaemonProcess early = started(daemon().serve());
            early.letRun(millis);
            early.signal("KILL").awaitExit();

            DaemonProcess daemon = started(daemon().serve());
            daemon.awaitRunning();
            assertThat(daemon.get("/health").statusCode()).as("round %d, killed after %d ms", round, millis)
                    .isEqualTo(200);
            assertThat(daemon.messages("WARNING")).isEmpty();
            assertThat(Databases.integrity(library)).isEqualTo("ok");
            assertThat(Databases.version(library)).isEqualTo("7");
            daemon.signal("KILL").awaitExit();
        }
    }
}
