package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreadTest {
    private final Unread unread = new Unread();

    @Test
    void aFewAreNamedWithTheReason() {
        assertThat(unread.told()).isEmpty();
        unread.add("/m/a.mkv", "ffprobe failed");
        unread.add("/m/b.mkv", "permission denied");
        assertThat(unread.told()).containsExactly("/m/a.mkv: ffprobe failed", "/m/b.mkv: permission denied");
    }

    @ParameterizedTest
    @CsvSource({"1, 'and 1 more file, which the log names'", "5000, 'and 5000 more files, which the log names'"})
    void theOthersAreCounted(int others, String told) {
        IntStream.range(0, Unread.NAMED + others).forEach(i -> unread.add("/m/" + i, "broken"));
        assertThat(unread.told()).hasSize(Unread.NAMED + 1).startsWith("/m/0: broken").endsWith(told);
    }
}
