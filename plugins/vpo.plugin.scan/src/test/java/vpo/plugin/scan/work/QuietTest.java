package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import vpo.plugin.scan.media.FileStamp;

class QuietTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:00:00Z");

    private static boolean quiet(int settle, long age) {
        return new Quiet(Duration.ofSeconds(settle)).at(NOW, new FileStamp(1, NOW.minusSeconds(age)));
    }

    @Test
    void isAFileThatWasLeftAlone() {
        assertThat(quiet(10, 10)).isTrue();
        assertThat(quiet(10, 9)).isFalse();
        assertThat(quiet(0, 0)).isTrue();
    }

    @Test
    void isNotToldByATimeInTheFuture() {
        assertThat(quiet(10, -1)).isFalse();
        assertThat(quiet(0, -1)).isTrue();
    }

    @Test
    void knowsHowMuchIsMissing() {
        assertThat(missing(NOW.minusSeconds(3))).isEqualTo(Duration.ofSeconds(7));
        assertThat(missing(NOW.minusSeconds(10))).isEqualTo(Duration.ZERO);
        assertThat(missing(NOW.plusSeconds(1))).isEqualTo(Duration.ofSeconds(10));
    }

    /** As {@code touch} can set it, on file systems that have room for it. */
    @Test
    void isAskedOfTheFirstAndTheLastTimeToo() {
        Quiet quiet = new Quiet(Duration.ofSeconds(10));
        assertThat(quiet.at(NOW, new FileStamp(1, Instant.MIN))).isTrue();
        assertThat(missing(Instant.MIN)).isNegative();
        assertThat(quiet.at(NOW, new FileStamp(1, Instant.MAX))).isFalse();
        assertThat(missing(Instant.MAX)).isEqualTo(Duration.ofSeconds(10));
    }

    private static Duration missing(Instant modified) {
        return new Quiet(Duration.ofSeconds(10)).missing(NOW, new FileStamp(1, modified));
    }
}
