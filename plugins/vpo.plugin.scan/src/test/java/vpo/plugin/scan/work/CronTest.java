package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static LocalDateTime next(String expression, String after) {
        Instant next = Cron.parse(expression).next(LocalDateTime.parse(after).toInstant(ZoneOffset.UTC),
                ZoneOffset.UTC);
        return LocalDateTime.ofInstant(next, ZoneOffset.UTC);
    }

    /** The first points in time after one, in UTC. */
    private static List<String> from(String expression, String after, ZoneId zone, int count) {
        Cron cron = Cron.parse(expression);
        List<String> times = new ArrayList<>();
        Instant time = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            time = cron.next(time, zone);
            times.add(time.toString());
        }
        return times;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            // The 23rd of November 2025 is a Sunday.
            "* * * * *; 2025-11-23T12:45:23; 2025-11-23T12:46", "* * * * *; 2025-11-23T12:45; 2025-11-23T12:46",
            "0 3 * * *; 2025-11-23T03:00; 2025-11-24T03:00", "0 3 * * *; 2025-11-23T02:59:59; 2025-11-23T03:00",
            "*/15 * * * *; 2025-11-23T12:45; 2025-11-23T13:00", "5-20/5 * * * *; 2025-11-23T12:20; 2025-11-23T13:05",
            "1,3,30-31 * * * *; 2025-11-23T12:03; 2025-11-23T12:30",
            "0 0 1 * *; 2025-11-23T12:00; 2025-12-01T00:00", "0 0 31 * *; 2025-11-23T12:00; 2025-12-31T00:00",
            "0 0 29 2 *; 2025-11-23T12:00; 2028-02-29T00:00", "0 0 29 feb *; 2096-03-01T00:00; 2104-02-29T00:00",
            "0 0 * * 0; 2025-11-23T12:00; 2025-11-30T00:00", "0 0 * * 7; 2025-11-23T12:00; 2025-11-30T00:00",
            "0 0 * * Sun; 2025-11-23T12:00; 2025-11-30T00:00", "0 0 * * mon-WED; 2025-11-24T00:00; 2025-11-25T00:00",
            "0 0 * * fri-sun; 2025-11-24T00:00; 2025-11-28T00:00", "0 0 * * 5-7; 2025-11-29T00:00; 2025-11-30T00:00",
            "0 0 * * sun-tue; 2025-11-26T00:00; 2025-11-30T00:00", "0 0 * * */2; 2025-11-25T00:00; 2025-11-27T00:00",
            "0 0 * jan,JUL *; 2025-11-23T12:00; 2026-01-01T00:00", "0 0 1 6-8/2 *; 2025-07-01T00:00; 2025-08-01T00:00",
            // Both days restricted: one is enough. One with a star: both count.
            "0 0 13 * fri; 2025-11-23T00:00; 2025-11-28T00:00", "0 0 13 * fri; 2025-12-12T00:00; 2025-12-13T00:00",
            "0 0 */2 * mon; 2025-11-24T00:00; 2025-12-01T00:00",
            "@hourly; 2025-11-23T12:45; 2025-11-23T13:00", "@Daily; 2025-11-23T12:45; 2025-11-24T00:00",
            "@midnight; 2025-11-23T12:45; 2025-11-24T00:00", "@weekly; 2025-11-23T12:45; 2025-11-30T00:00",
            "@monthly; 2025-11-23T12:45; 2025-12-01T00:00", "@yearly; 2025-11-23T12:45; 2026-01-01T00:00",
            "@annually; 2025-11-23T12:45; 2026-01-01T00:00"})
    void tellsTheNext(String expression, LocalDateTime after, LocalDateTime expected) {
        assertThat(next(expression, after.toString())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {"0 3 * *!a cron expression has five fields",
            "0 3 * * * *!a cron expression has five fields", "60 * * * *!in its minute, \"60\" is not 0 to 59",
            "* 24 * * *!in its hour, \"24\" is not 0 to 23", "* * 0 * *!in its day of the month, \"0\" is not 1 to 31",
            "* * * 13 *!in its month, \"13\" is not 1 to 12, nor a name such as feb",
            "* * * * 8!in its day of the week, \"8\" is not 0 to 7, nor a name such as mon",
            "* * * * monday!\"monday\" is not 0 to 7", "* * * mon *!\"mon\" is not 1 to 12",
            "-1 * * * *!\"-1\" is not 0 to 59", "1.5 * * * *!\"1.5\" is not 0 to 59",
            "+1 * * * *!\"+1\" is not 0 to 59",
            "1,,2 * * * *!\"\" is not 0 to 59", "1, * * * *!\"\" is not 0 to 59", "1-2-3 * * * *!\"1-2-3\" is no range",
            "1- * * * *!\"1-\" is not 0 to 59", "* 22-2 * * *!\"22-2\" runs backwards; write it as two ranges",
            "* * * * sat-mon!\"sat-mon\" runs backwards", "5/15 * * * *!\"5/15\" has a step without a range",
            "*/0 * * * *!\"*/0\" has a step that is no number above 0", "*/x * * * *!has a step that is no number",
            "*/2/3 * * * *!has more than one step", "** * * * *!\"**\" is not 0 to 59",
            "? * * * *!\"?\" is not 0 to 59",
            "0 0 L * *!\"L\" is not 1 to 31", "0 0 30 2 *!there is no such day in any year",
            "0 0 31 apr,jun *!there is no such day", "@reboot!@reboot is none of @annually, @daily",
            "@!@ is none of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly",
            "9999999999 * * * *!\"9999999999\" is not 0 to 59", "١ * * * *!\"١\" is not 0 to 59"})
    void refusesWhatIsNone(String expression, String why) {
        assertThatThrownBy(() -> Cron.parse(expression)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesTheTwentyNinthOfFebruaryOnAnyWeekday() {
        assertThat(next("0 0 29 2 */7", "2025-11-23T12:00").toString()).isEqualTo("2032-02-29T00:00");
    }

    /** On 2025-03-30 Berlin's clocks go from 02:00 to 03:00, at 01:00 UTC. */
    @Test
    void makesUpForTimesThatClocksLeaveOut() {
        assertThat(from("30 2 * * *", "2025-03-29T12:00:00Z", BERLIN, 2)).containsExactly("2025-03-30T01:00:00Z",
                "2025-03-31T00:30:00Z");
        assertThat(from("15,45 2,3 * * *", "2025-03-29T12:00:00Z", BERLIN, 3)).as("once, not twice")
                .containsExactly("2025-03-30T01:00:00Z", "2025-03-30T01:15:00Z", "2025-03-30T01:45:00Z");
        assertThat(from("*/30 * * * *", "2025-03-30T00:00:00Z", BERLIN, 3)).containsExactly("2025-03-30T00:30:00Z",
                "2025-03-30T01:00:00Z", "2025-03-30T01:30:00Z");
        assertThat(from("30 * * * *", "2025-03-30T00:00:00Z", BERLIN, 2)).containsExactly("2025-03-30T00:30:00Z",
                "2025-03-30T01:30:00Z");
        assertThat(from("0 3 * * *", "2025-03-29T12:00:00Z", BERLIN, 1)).containsExactly("2025-03-30T01:00:00Z");
    }

    /** On 2025-10-26 Berlin's clocks go from 03:00 to 02:00, at 01:00 UTC. */
    @Test
    void countsTimesThatComeTwiceOnce() {
        assertThat(from("30 2 * * *", "2025-10-25T12:00:00Z", BERLIN, 2)).containsExactly("2025-10-26T00:30:00Z",
                "2025-10-27T01:30:00Z");
        assertThat(from("30 2 * * *", "2025-10-26T01:10:00Z", BERLIN, 1)).as("from within the second hour")
                .containsExactly("2025-10-27T01:30:00Z");
        assertThat(from("*/30 * * * *", "2025-10-25T23:45:00Z", BERLIN, 5)).containsExactly("2025-10-26T00:00:00Z",
                "2025-10-26T00:30:00Z", "2025-10-26T01:00:00Z", "2025-10-26T01:30:00Z", "2025-10-26T02:00:00Z");
        assertThat(from("30 * * * *", "2025-10-26T00:00:00Z", BERLIN, 3)).containsExactly("2025-10-26T00:30:00Z",
                "2025-10-26T01:30:00Z", "2025-10-26T02:30:00Z");
    }

    /** In Havana they are changed at midnight: on 2025-03-09 to 01:00, on 2025-11-02 from 01:00 to 00:00. */
    @Test
    void knowsClocksThatAreChangedAtMidnight() {
        ZoneId havana = ZoneId.of("America/Havana");
        assertThat(from("@daily", "2025-03-08T12:00:00Z", havana, 2)).containsExactly("2025-03-09T05:00:00Z",
                "2025-03-10T04:00:00Z");
        assertThat(from("@daily", "2025-11-01T12:00:00Z", havana, 2)).containsExactly("2025-11-02T04:00:00Z",
                "2025-11-03T05:00:00Z");
        // In São Paulo in 2018 a day had its last hour twice.
        assertThat(from("0 * * * *", "2018-02-18T00:30:00Z", ZoneId.of("America/Sao_Paulo"), 4)).containsExactly(
                "2018-02-18T01:00:00Z", "2018-02-18T02:00:00Z", "2018-02-18T03:00:00Z", "2018-02-18T04:00:00Z");
    }

    /** Samoa left out the 30th of December 2011. */
    @Test
    void makesUpForADayThatIsLeftOut() {
        assertThat(from("0 12 30 12 *", "2011-12-29T12:00:00Z", ZoneId.of("Pacific/Apia"), 2))
                .containsExactly("2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * *", "17 3 * * *", "30 2 * * 0", "*/7 1-4 * * *", "0 0,23 * * *"})
    void neverGoesBackAndNeverStops(String expression) {
        Cron cron = Cron.parse(expression);
        Instant time = Instant.parse("2025-10-24T00:00:00Z");
        for (int i = 0; i < 500; i++) {
            Instant next = cron.next(time, BERLIN);
            assertThat(next).isAfter(time);
            // What comes next does not depend on where within the interval one asks.
            assertThat(cron.next(next.minusNanos(1), BERLIN)).isEqualTo(next);
            time = next;
        }
    }
}
