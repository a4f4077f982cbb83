package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private static final long WINDOW = Duration.ofSeconds(60).toNanos();

    @Test
    void letsSoManyThroughAndThenSaysHowLong() {
        SlidingWindow window = new SlidingWindow();
        for (int i = 0; i < 10; i++) {
            assertThat(window.take(i, WINDOW, 10)).isZero();
        }
        Duration wait = window.take(10, WINDOW, 10);
        assertThat(wait).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(67));
        assertThat(window.take(10 + wait.toNanos() + 1000, WINDOW, 10)).isZero();
        assertThat(window.take(10 * WINDOW, WINDOW, 10)).as("all forgotten").isZero();
    }

    @Test
    void theWaitIsNeitherTooLongNorTooShort() {
        Random random = new Random(1);
        SlidingWindow window = new SlidingWindow();
        long now = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(Math.toIntExact(WINDOW / 20_000)) * 1_000L;
            Duration wait = window.take(now, WINDOW, 12);
            if (!wait.isZero()) {
                assertThat(wait).isPositive();
                assertThat(window.wait(now, WINDOW, 12)).isEqualTo(wait);
                now += wait.toNanos() + 1000;
                assertThat(window.take(now, WINDOW, 12)).isZero();
            }
        }
    }

    @Test
    void isSwitchedAndChangedWhileItRuns() {
        RateLimit limit = new RateLimit(() -> 0, new RateLimit.Limits(true, 1, 1, Duration.ofSeconds(60)));
        Client client = Client.of("127.0.0.1", null);
        assertThat(limit.take(client, true)).isZero();
        assertThat(limit.take(client, true)).isPositive();
        limit.set(new RateLimit.Limits(true, 2, 1, Duration.ofSeconds(60)));
        assertThat(limit.take(client, true)).as("what was counted stays").isZero();
        assertThat(limit.take(client, true)).isPositive();
        limit.set(new RateLimit.Limits(false, 2, 1, Duration.ofSeconds(60)));
        assertThat(limit.take(client, true)).isZero();
    }
}
