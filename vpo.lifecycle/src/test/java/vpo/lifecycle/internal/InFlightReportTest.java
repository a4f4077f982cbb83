package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vpo.api.task.Task;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;

class InFlightReportTest {
    @RegisterExtension
    final Logged logged = new Logged();

    private final TaskRegistry tasks = new TaskRegistry(Clock.systemUTC(), System::nanoTime);

    /** A stop whose deadline lies years back by the clock on the wall, which was set after it had begun. */
    private record Stopping(Duration untilDeadlineNow) implements Lifecycle {
        @Override
        public DaemonState state() {
            return DaemonState.SHUTTING_DOWN;
        }

        @Override
        public ShutdownState shutdown() {
            return new ShutdownState(Optional.of(Instant.EPOCH), Optional.of(Instant.EPOCH), 1);
        }

        @Override
        public Optional<Duration> untilDeadline() {
            return Optional.of(untilDeadlineNow);
        }

        @Override
        public Duration uptime() {
            return Duration.ZERO;
        }

        @Override
        public Instant startedAt() {
            return Instant.EPOCH;
        }
    }

    @Test
    void tellsWhatAStopWaitsForAndHowLongStill() throws Exception {
        try (Task _ = tasks.begin("scan")) {
            new InFlightReport(new Stopping(Duration.ofSeconds(20)), tasks).run();
            new InFlightReport(new Stopping(Duration.ofSeconds(-1)), tasks).run();
        }
        assertThat(logged.lines()).hasSize(2);
        assertThat(logged.lines().getFirst()).startsWith("INFO SHUTTING_DOWN: in flight are 1 task: scan (")
                .endsWith("; what is left is cancelled in 20.0 s");
        assertThat(logged.lines().getLast()).endsWith("; the deadline has passed");
    }
}
