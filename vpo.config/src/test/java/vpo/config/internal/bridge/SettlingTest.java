package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static vpo.config.internal.bridge.Settling.Verdict.SAME;
import static vpo.config.internal.bridge.Settling.Verdict.TAKE;
import static vpo.config.internal.bridge.Settling.Verdict.WAIT;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private final Settling settling = new Settling(Duration.ofNanos(300));
    private final FileStamp a = new FileStamp(Map.of("size", 1L));
    private final FileStamp b = new FileStamp(Map.of("size", 2L));
    private final FileStamp absent = new FileStamp(Map.of());

    @Test
    void takes_the_first_state_once_it_is_quiet() {
        assertThat(settling.look(a, 0)).isEqualTo(WAIT);
        assertThat(settling.look(a, 299)).isEqualTo(WAIT);
        assertThat(settling.look(a, 300)).isEqualTo(TAKE);
        assertThat(settling.look(a, 301)).isEqualTo(SAME);
    }

    @Test
    void waits_while_somebody_writes() {
        takeA();
        assertThat(settling.look(b, 0)).isEqualTo(WAIT);
        assertThat(settling.look(absent, 250)).isEqualTo(WAIT);
        assertThat(settling.look(b, 500)).isEqualTo(WAIT);
        assertThat(settling.look(b, 700)).isEqualTo(WAIT);
        assertThat(settling.look(b, 800)).isEqualTo(TAKE);
    }

    @Test
    void forgets_a_change_that_was_undone() {
        takeA();
        assertThat(settling.look(absent, 0)).isEqualTo(WAIT);
        assertThat(settling.look(a, 100)).isEqualTo(SAME);
        assertThat(settling.look(absent, 1000)).isEqualTo(WAIT);
        assertThat(settling.look(absent, 1300)).isEqualTo(TAKE);
    }

    private void takeA() {
        settling.look(a, -600);
        assertThat(settling.look(a, -300)).isEqualTo(TAKE);
    }
}
