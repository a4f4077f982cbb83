package vpo.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RarelyLookedTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void isNotLookedUpAgainWhileItIsFresh() {
        RarelyLooked<Integer> rarely = new RarelyLooked<>("test", looks::incrementAndGet, LONG, now::get);

        assertThat(rarely.get()).contains(1);
        now.addAndGet(Duration.ofSeconds(14).toNanos());
        assertThat(rarely.get()).contains(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(rarely.get()).contains(2);
    }

    @Test
    void aLookThatHangsHoldsNobodyUpAndIsTheOnlyOne() {
        CountDownLatch hang = new CountDownLatch(1);
        RarelyLooked<Integer> rarely = new RarelyLooked<>("test", () -> {
            int look = looks.incrementAndGet();
            if (look == 2) {
                hang.await();
            }
            return look;
        }, Duration.ofMillis(200), now::get);
        Awaitility.await().until(() -> rarely.get().isPresent());

        now.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(rarely.get()).contains(1);
        assertThat(rarely.get()).contains(1);
        now.addAndGet(Duration.ofSeconds(41).toNanos());
        assertThat(rarely.get()).as("too old").isEmpty();
        assertThat(looks).hasValue(2);

        hang.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(rarely.get()).isPresent());
    }

    @Test
    void whatFailsIsNotTold() {
        RarelyLooked<Integer> rarely = new RarelyLooked<>("test", () -> {
            throw new IllegalStateException("on purpose");
        }, LONG, now::get);

        assertThat(rarely.get()).isEmpty();
    }

    @Test
    void anErrorIsNotTheLastLook() {
        RarelyLooked<Integer> rarely = new RarelyLooked<>("test", () -> {
            if (looks.incrementAndGet() == 1) {
                throw new OutOfMemoryError("on purpose");
            }
            return looks.get();
        }, LONG, now::get);

        assertThat(rarely.get()).isEmpty();
        now.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(rarely.get()).contains(2);
    }
}
