package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong ticker = new AtomicLong(-500);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void countsFromWhereTheLauncherBegan() {
        Uptime uptime = Uptime.of("-2000", clock, ticker::get);
        assertThat(uptime.startedAt()).isEqualTo(NOW.minusNanos(1500));
        ticker.addAndGet(100);
        assertThat(uptime.elapsed()).isEqualTo(Duration.ofNanos(1600));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "9999999999999999999999", "100"})
    void countsFromNowIfItWasNotTold(String told) {
        Uptime uptime = Uptime.of(told, clock, ticker::get);
        assertThat(uptime.startedAt()).isEqualTo(NOW);
        ticker.addAndGet(100);
        assertThat(uptime.elapsed()).isEqualTo(Duration.ofNanos(100));
    }
}
