package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    private static final int LARGE = 100 * SlidingWindow.MOST_TIMES;

    private final SlidingWindow window = new SlidingWindow();

    private Duration takeAt(long millis, int limit) {
        return window.take(Duration.ofMillis(millis).toNanos(), WINDOW, limit);
    }

    @Test
    void eachIsCountedForOneWindowToTheNanosecond() {
        assertThat(takeAt(0, 2)).isZero();
        assertThat(takeAt(30, 2)).isZero();
        assertThat(takeAt(30, 2)).hasMillis(4_970);
        assertThat(takeAt(4_999, 2)).hasMillis(1);
        assertThat(window.take(WINDOW - 1, WINDOW, 2)).hasNanos(1);
        assertThat(window.take(WINDOW, WINDOW, 2)).as("the first is no longer in it").isZero();
        assertThat(takeAt(5_000, 2)).as("the second is").hasMillis(30);
        assertThat(takeAt(5_030, 2)).isZero();
        assertThat(takeAt(5_030, 2)).hasMillis(4_970);
        assertThat(takeAt(60_000, 2)).as("all forgotten").isZero();
    }

    /** By a list of all times, as the word says. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, SlidingWindow.MOST_TIMES})
    void isWhatTheWordSays(int limit) {
        Random random = new Random(limit);
        Deque<Long> accepted = new ArrayDeque<>();
        long now = Long.MAX_VALUE - WINDOW;
        for (int i = 0; i < 20_000; i++) {
            now += (long) (random.nextDouble() * 1.5 * WINDOW / limit);
            while (!accepted.isEmpty() && now - accepted.getFirst() >= WINDOW) {
                accepted.removeFirst();
            }
            long wait = accepted.size() < limit ? 0 : accepted.getFirst() + WINDOW - now;
            assertThat(window.take(now, WINDOW, limit)).hasNanos(wait);
            if (wait == 0) {
                accepted.addLast(now);
            }
        }
    }

    @Test
    void ofALargeLimitAThousandthIsKeptBackAtMost() {
        Random random = new Random(1);
        Deque<Long> accepted = new ArrayDeque<>();
        long now = 0;
        int refused = 0;
        for (int i = 0; i < 10 * LARGE; i++) {
            now += (long) (random.nextDouble() * WINDOW / LARGE);
            while (!accepted.isEmpty() && now - accepted.getFirst() >= WINDOW) {
                accepted.removeFirst();
            }
            Duration wait = window.take(now, WINDOW, LARGE);
            if (wait.isZero()) {
                accepted.addLast(now);
                assertThat(accepted.size()).isLessThanOrEqualTo(LARGE);
            } else {
                refused++;
                assertThat(wait).isBetween(Duration.ofNanos(1), Duration.ofNanos(WINDOW));
                assertThat(accepted.size()).isGreaterThan(LARGE - LARGE / SlidingWindow.MOST_TIMES);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void theLargestLimitIsOne() {
        for (int i = 0; i < 10 * SlidingWindow.MOST_TIMES; i++) {
            assertThat(window.take(i, WINDOW, Integer.MAX_VALUE)).isZero();
        }
        assertThat(window.take(1_000_000, WINDOW, 1)).isLessThanOrEqualTo(Duration.ofNanos(WINDOW)).isPositive();
    }

    @Test
    void aLimitThatChangesGoesByWhatWasCounted() {
        for (int i = 0; i < SlidingWindow.MOST_TIMES; i++) {
            assertThat(takeAt(i, SlidingWindow.MOST_TIMES)).isZero();
        }
        assertThat(takeAt(1_000, 10)).as("until all but nine are out of it").hasMillis(990 + 5_000 - 1_000);
        for (int i = 0; i < LARGE - SlidingWindow.MOST_TIMES; i++) {
            assertThat(takeAt(1_000, LARGE)).isZero();
        }
        assertThat(takeAt(1_000, LARGE)).hasMillis(4_000);
        assertThat(takeAt(5_998, 1)).hasMillis(2);
        assertThat(takeAt(6_000, 1)).isZero();
    }

    @Test
    void whatIsCountedWithoutALimitMakesNobodyWaitLonger() {
        for (int i = 0; i < 10; i++) {
            window.add(Duration.ofMillis(i * 100).toNanos(), 3);
        }
        assertThat(window.wait(Duration.ofMillis(900).toNanos(), WINDOW, 3)).hasMillis(700 + 5_000 - 900);
    }

    @Test
    void isSwitchedAndChangedWhileItRuns() {
        RateLimit limit = new RateLimit(() -> 0, new RateLimit.Limits(true, 1, 1, Duration.ofSeconds(60)));
        Client client = Client.of("127.0.0.1", null);
        assertThat(limit.take(client, true)).isZero();
        assertThat(limit.take(client, true)).hasSeconds(60);
        limit.set(new RateLimit.Limits(true, 2, 1, Duration.ofSeconds(60)));
        assertThat(limit.take(client, true)).as("what was counted stays").isZero();
        assertThat(limit.take(client, true)).isPositive();
        limit.set(new RateLimit.Limits(false, 2, 1, Duration.ofSeconds(60)));
        assertThat(limit.take(client, true)).isZero();
    }
}
