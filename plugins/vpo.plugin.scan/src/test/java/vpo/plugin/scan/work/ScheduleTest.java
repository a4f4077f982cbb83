package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:00:00Z");

    private static Optional<Schedule> parse(String text) {
        return Schedule.parse(text, ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource({"1m, PT1M", "6h, PT6H", " 2 d , PT48H", "PT90M, PT90M", "P1DT1H, PT25H", "pt2h, PT2H"})
    void readsIntervals(String text, Duration interval) {
        assertThat(parse(text)).contains(new Schedule.Every(interval));
    }

    @Test
    void mayBeOff() {
        assertThat(parse("")).isEmpty();
        assertThat(parse(" Off ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "h", "99999999999999h", "-6h", "tomorrow", "0 3"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessage("a schedule is an"
                + " interval such as 30m, 6h, 1d or PT6H, or five fields as cron has them, such as 0 3 * * *");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0m", "PT59S", "PT0S", "PT-6H", "367d", "999999d", "PT2562047788015215H"})
    void refusesHasteAndSloth(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessage("an interval is one minute to 366 days");
    }

    @ParameterizedTest
    @CsvSource({"0 3 * *, five fields", "0 3 * * * *, five fields", "* *, five fields", "0 24 * * *, in its hour",
            "@noon, '@noon is none of @annually'", "'  @  daily', '@  daily is none'"})
    void saysWhatIsWrongWithCron(String text, String why) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining(why);
    }

    @Test
    void makesUpForAnIntervalThatIsOver() {
        Schedule daily = parse("1d").orElseThrow();
        assertThat(daily.first(Optional.empty(), NOW)).isEqualTo(NOW);
        assertThat(daily.first(Optional.of(NOW.minus(Duration.ofDays(3))), NOW)).isEqualTo(NOW);
        assertThat(daily.first(Optional.of(NOW.minus(Duration.ofHours(23))), NOW))
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(daily.first(Optional.of(NOW.plus(Duration.ofDays(9))), NOW)).as("the clock was set back")
                .isEqualTo(NOW.plus(Duration.ofDays(1)));
        assertThat(daily.next(NOW)).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void leavesOutTimesThatAreOver() {
        Schedule nightly = Schedule.parse(" 0  3 * * * ", ZoneId.of("Europe/Berlin")).orElseThrow();
        Instant three = Instant.parse("2025-11-24T02:00:00Z");
        assertThat(nightly.first(Optional.empty(), NOW)).isEqualTo(three);
        assertThat(nightly.first(Optional.of(NOW.minus(Duration.ofDays(3))), NOW)).isEqualTo(three);
        assertThat(nightly.next(three)).isEqualTo(three.plus(Duration.ofDays(1)));
    }

    @Test
    void isKeptByAnAgenda() {
        Agenda agenda = new Agenda(parse("0 3 * * *").orElseThrow(), Optional.empty(), NOW);
        assertThat(agenda.isDue(NOW)).isFalse();
        assertThat(agenda.left(NOW)).isEqualTo(Duration.ofHours(15));
        Instant three = NOW.plus(Duration.ofHours(15));
        assertThat(agenda.isDue(three.minusMillis(1))).isFalse();
        // Late, as after the machine has slept; but once only.
        assertThat(agenda.isDue(three.plusSeconds(3600))).isTrue();
        assertThat(agenda.isDue(three.plusSeconds(3601))).isFalse();
        assertThat(agenda.left(three)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void goesByAClockThatIsSetBack() {
        Agenda agenda = new Agenda(parse("6h").orElseThrow(), Optional.of(NOW), NOW);
        Instant then = NOW.minus(Duration.ofDays(300));
        assertThat(agenda.isDue(then)).isFalse();
        assertThat(agenda.left(then)).isEqualTo(Duration.ofHours(6));
        assertThat(agenda.isDue(then.plus(Duration.ofHours(6)))).isTrue();
    }
}
