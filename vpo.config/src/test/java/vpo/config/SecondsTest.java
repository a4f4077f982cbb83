package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class SecondsTest {
    @Test
    void keepsFractions() {
        assertThat(Seconds.duration(0.2)).isEqualTo(Duration.ofMillis(200));
        assertThat(Seconds.duration(1e-12)).isEqualTo(Duration.ZERO);
    }

    @Test
    void theLongestCanBeAddedToAnyClock() {
        Duration longest = Seconds.duration(Double.MAX_VALUE);
        assertThat(longest).isEqualTo(Duration.ofDays(3650));
        assertThat(Instant.parse("2026-01-02T03:04:05Z").plus(longest)).isBefore(Instant.parse("2036-01-02T03:04:05Z"));
    }
}
