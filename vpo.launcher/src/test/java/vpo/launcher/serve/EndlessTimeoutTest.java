package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process whose stop may take longer than any clock can tell. */
@Timeout(60)
class EndlessTimeoutTest {
    private static final int BY_FORCE = 3;

    @Test
    void isNotTakenForNoTimeAtAll() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
                System.getProperty("java.class.path"), Daemonlike.class.getName()).inheritIO().start();
        try {
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Begins to stop, and ends once its end by force is waited for. */
    static final class Daemonlike {
        private Daemonlike() {}

        public static void main(String[] args) {
            Stopper stopper = new Stopper();
            stopper.install();
            stopper.configure(() -> Double.MAX_VALUE, () -> {});
            stopper.failed(BY_FORCE);
            Thread limit = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("vpo-stop-limit")).findFirst().orElseThrow();
            stopper.ask("a test");
            while (!isWaitingForALimitedTime(limit)) {
                Thread.onSpinWait();
            }
            stopper.ended();
            System.exit(0);
        }

        /** For the latch, and not for a line of the log. */
        private static boolean isWaitingForALimitedTime(Thread thread) {
            return thread.getState() == Thread.State.TIMED_WAITING && Stream.of(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName()));
        }
    }
}
