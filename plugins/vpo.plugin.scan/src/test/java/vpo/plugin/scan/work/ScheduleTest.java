package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @CsvSource({"1m, PT1M", "6h, PT6H", " 2 d , PT48H", "PT90M, PT90M", "P1DT1H, PT25H", "pt2h, PT2H"})
    void readsIntervals(String text, Duration interval) {
        assertThat(Schedule.parse(text)).contains(interval);
    }

    @Test
    void mayBeOff() {
        assertThat(Schedule.parse("")).isEmpty();
        assertThat(Schedule.parse(" Off ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "h", "0 3 * * *", "99999999999999h", "-6h", "PT-6H", "tomorrow"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an interval");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0m", "PT59S", "PT0S"})
    void refusesHaste(String text) {
        assertThatThrownBy(() -> Schedule.parse(text)).hasMessage("an interval is one minute or more");
    }
}
