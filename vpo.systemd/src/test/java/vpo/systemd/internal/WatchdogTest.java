package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class WatchdogTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final Watchdog watchdog = new Watchdog(Duration.ofSeconds(9), nanos::get);

    private boolean isDueAfter(int seconds, Duration... evidence) {
        nanos.addAndGet(seconds * 1_000_000_000L);
        boolean due = watchdog.isDue(List.of(evidence));
        if (due) {
            watchdog.fed();
        }
        return due;
    }

    @Test
    void is_fed_three_times_an_interval_while_all_moves() {
        assertThat(isDueAfter(0, Duration.ZERO)).isTrue();
        assertThat(isDueAfter(2, Duration.ZERO)).isFalse();
        // The clock overflows here.
        assertThat(isDueAfter(1, Duration.ZERO)).isTrue();
        assertThat(isDueAfter(3, Duration.ofSeconds(5), Duration.ZERO)).isTrue();
        assertThat(isDueAfter(3, Duration.ofSeconds(6), Duration.ZERO)).isFalse();
        assertThat(isDueAfter(1, Duration.ZERO, Duration.ZERO)).isTrue();
    }

    @Test
    void what_it_has_not_taken_is_due_at_the_next_look() {
        assertThat(watchdog.isDue(List.of(Duration.ZERO))).isTrue();
        assertThat(isDueAfter(1, Duration.ZERO)).isTrue();
        assertThat(isDueAfter(1, Duration.ZERO)).isFalse();
    }

    @Test
    void is_there_only_for_this_process() {
        assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "30000000"), 7)).contains(Duration.ofSeconds(30));
        assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "7"), 7)).isPresent();
        assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "8"), 7)).isEmpty();
        for (String nonsense : List.of("", "0", "-1", "x", "9".repeat(19))) {
            assertThat(Watchdog.interval(Map.of("WATCHDOG_USEC", nonsense), 7)).as(nonsense).isEmpty();
        }
    }

    @Test
    void evidence_that_hangs_grows_old_and_is_not_gathered_twice() throws Exception {
        AtomicLong time = new AtomicLong();
        CountDownLatch hang = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        Evidence evidence = new Evidence("a test", () -> {
            looked.countDown();
            hang.await();
        }, time::get);
        evidence.gather();
        looked.await();
        time.set(4_000_000_000L);
        evidence.gather();
        assertThat(evidence.age()).isEqualTo(Duration.ofSeconds(4));
        hang.countDown();
        while (!evidence.age().isZero()) {
            Thread.onSpinWait();
        }
    }
}
