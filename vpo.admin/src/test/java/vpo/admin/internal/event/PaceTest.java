package vpo.admin.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private static Duration rest(String topic, Duration work) {
        return Pace.of(topic, LEAST).rest(work);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "tasks", "plugins"})
    void what_waits_for_a_check_that_hangs_is_still_looked_at(String topic) {
        assertThat(rest(topic, Duration.ofMillis(1))).isEqualTo(LEAST);
        assertThat(rest(topic, Duration.ofMillis(75))).isEqualTo(Duration.ofMillis(1_500));
        assertThat(rest(topic, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
        assertThat(rest(topic, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void what_is_counted_is_counted_the_less_often_the_longer_it_takes() {
        assertThat(rest("library", Duration.ofMillis(1))).isEqualTo(LEAST);
        assertThat(rest("library", Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(40));
    }
}
