package vpo.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class ShutdownStateTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant DEADLINE = BEGIN.plusSeconds(30);

    @Test
    void noneIsNeitherShuttingDownNorEverTimedOut() {
        assertThat(ShutdownState.NONE.isShuttingDown()).isFalse();
        assertThat(ShutdownState.NONE.isTimedOut(Instant.MAX)).isFalse();
        assertThat(ShutdownState.NONE.tasksRemaining()).isZero();
    }

    @Test
    void timesOutAtTheDeadlineAndNotBefore() {
        ShutdownState state = new ShutdownState(Optional.of(BEGIN), Optional.of(DEADLINE), 2);
        assertThat(state.isShuttingDown()).isTrue();
        assertThat(state.isTimedOut(DEADLINE.minusNanos(1))).isFalse();
        assertThat(state.isTimedOut(DEADLINE)).isTrue();
    }

    @Test
    void halfAStopIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShutdownState(Optional.of(BEGIN), Optional.empty(), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShutdownState(Optional.of(BEGIN), Optional.of(DEADLINE), -1));
    }
}
