package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import vpo.plugin.scan.library.ScanJobs.Running;

class DeadScansTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:00:00Z");
    private static final Map<Long, Instant> PROCESSES = Map.of(7L, NOW.minus(Duration.ofDays(1)));

    private final DeadScans dead = new DeadScans(pid -> Optional.ofNullable(PROCESSES.get(pid)));

    private Optional<String> verdict(Long pid, Duration silent, Duration age) {
        return dead.verdict(new Running("id", Optional.ofNullable(pid), Optional.ofNullable(silent).map(NOW::minus),
                Optional.of(NOW.minus(age))), NOW);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void sparesTheLiving() {
        assertThat(verdict(7L, seconds(299), Duration.ofHours(9))).isEmpty();
        assertThat(verdict(7L, null, Duration.ofHours(9))).isEmpty();
    }

    @Test
    void findsTheDead() {
        assertThat(verdict(8L, seconds(1), seconds(9))).get().asString().contains("process 8 ended");
        assertThat(verdict(7L, seconds(301), seconds(900))).get().asString()
                .contains("last spoke at 2025-11-23T11:54:59Z");
    }

    @Test
    void noticesThatANumberWasUsedAgain() {
        assertThat(verdict(7L, Duration.ofDays(2), Duration.ofDays(3))).get().asString().contains("another one");
    }

    @Test
    void hasPatienceWithOtherPrograms() {
        assertThat(verdict(null, null, Duration.ofHours(23))).isEmpty();
        assertThat(verdict(null, null, Duration.ofHours(25))).isPresent();
        assertThat(verdict(null, seconds(301), Duration.ofHours(1))).isPresent();
    }

    @Test
    void asksTheMachine() {
        Running mine = new Running("id", Optional.of(ProcessHandle.current().pid()), Optional.of(Instant.now()),
                Optional.of(Instant.now()));
        assertThat(DeadScans.ofThisMachine().verdict(mine, Instant.now())).isEmpty();
        Running none = new Running("id", Optional.of(Long.MAX_VALUE), Optional.of(Instant.now()),
                Optional.of(Instant.now()));
        assertThat(DeadScans.ofThisMachine().verdict(none, Instant.now())).isPresent();
    }
}
