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
}
