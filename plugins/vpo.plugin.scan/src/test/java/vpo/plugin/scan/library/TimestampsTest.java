package vpo.plugin.scan.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
            "2025-11-23T12:45:23.123456Z, 2025-11-23T12:45:23.123456+00:00",
            "2025-11-23T12:45:23.123456999Z, 2025-11-23T12:45:23.123456+00:00",
            "2025-11-23T12:45:23.000001Z, 2025-11-23T12:45:23.000001+00:00",
            "2025-11-23T12:45:23Z, 2025-11-23T12:45:23+00:00",
            "2025-11-23T12:45:23.000000999Z, 2025-11-23T12:45:23+00:00",
            "0999-01-02T03:04:05Z, 0999-01-02T03:04:05+00:00",
            "+12345-01-02T03:04:05Z, 12345-01-02T03:04:05+00:00",
            "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500000+00:00"})
    void haveOneForm(String time, String text) {
        assertThat(Timestamps.text(Instant.parse(time))).isEqualTo(text);
    }

    /** Made with the datetime module of the existing program's language. The last ones differ from exact rounding. */
    @ParameterizedTest
    @CsvSource({
            "1763901923, 123456000, 2025-11-23T12:45:23.123456+00:00",
            "1763901923, 0, 2025-11-23T12:45:23+00:00",
            "1763901923, 999999600, 2025-11-23T12:45:24+00:00",
            "1763901923, 123456500, 2025-11-23T12:45:23.123456+00:00",
            "1763901923, 123457500, 2025-11-23T12:45:23.123457+00:00",
            "-1, 500000500, 1969-12-31T23:59:59.500000+00:00",
            "1763901923, 1, 2025-11-23T12:45:23+00:00",
            "4102444800, 999999999, 2100-01-01T00:00:01+00:00",
            "1633709126, 680499440, 2021-10-08T16:05:26.680500+00:00",
            "1633858411, 13751460, 2021-10-10T09:33:31.013752+00:00",
            "1574500189, 647942500, 2019-11-23T09:09:49.647943+00:00",
            "1738819343, 132853460, 2025-02-06T05:22:23.132854+00:00"})
    void roundFileTimesAsTheExistingRowsAre(long seconds, int nanos, String text) {
        assertThat(Timestamps.text(Timestamps.ofFile(Instant.ofEpochSecond(seconds, nanos)))).isEqualTo(text);
    }

    /** One such file must not end a scan. */
    @Test
    void bearWhatIsOutOfAllBounds() {
        for (Instant damaged : List.of(Instant.MAX, Instant.MIN)) {
            Instant time = Timestamps.ofFile(damaged);
            assertThat(Timestamps.text(time)).endsWith("+00:00");
            assertThat(Timestamps.ofFile(time)).as("it is the same the next time").isEqualTo(time);
        }
    }

    @Test
    void areReadBack() {
        Instant time = Instant.parse("2025-11-23T12:45:23.123456Z");
        assertThat(Timestamps.parse(Timestamps.text(time))).contains(time);
        assertThat(Timestamps.parse("yesterday")).isEmpty();
    }
}
