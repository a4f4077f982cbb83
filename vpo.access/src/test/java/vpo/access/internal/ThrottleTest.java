package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Throttle throttle = new Throttle(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void theWaitDoublesUpToAMinute() {
        for (int i = 1; i < Throttle.FREE; i++) {
            throttle.wrong("a");
            assertThat(throttle.wait("a")).isZero();
        }
        for (long seconds : new long[]{1, 2, 4, 8, 16, 32, 60, 60}) {
            throttle.wrong("a");
            assertThat(throttle.wait("a")).hasSeconds(seconds);
            assertThat(throttle.wait("b")).isZero();
            pass(Duration.ofSeconds(seconds));
            assertThat(throttle.wait("a")).isZero();
        }
    }

    @Test
    void aRightOneAndTimeMakeGood() {
        for (int i = 0; i < Throttle.FREE; i++) {
            throttle.wrong("a");
            throttle.wrong("b");
        }
        throttle.right("a");
        assertThat(throttle.wait("a")).isZero();
        assertThat(throttle.wrong("a")).isEqualTo(1);
        pass(Throttle.FORGET.plusSeconds(1));
        assertThat(throttle.wrong("b")).isEqualTo(1);
    }

    @Test
    void manyWhoGuessTogetherAreSlowedDownAndWhoeverWasRightIsNot() {
        throttle.right("friend");
        for (int i = 0; i < Throttle.GLOBAL; i++) {
            assertThat(throttle.wait("stranger" + i)).isZero();
            throttle.wrong("stranger" + i);
        }
        assertThat(throttle.wait("stranger")).isEqualTo(Duration.ofMinutes(1));
        assertThat(throttle.wait("friend")).isZero();
        pass(throttle.wait("stranger"));
        assertThat(throttle.wait("stranger")).isZero();
    }

    @Test
    void memoryIsBounded() {
        Bounded<Integer> bounded = new Bounded<>(3);
        for (int i = 0; i < 10; i++) {
            bounded.put("k" + i, i);
            bounded.get("k0");
        }
        assertThat(bounded).hasSize(3).containsKeys("k0", "k9");
    }
}
