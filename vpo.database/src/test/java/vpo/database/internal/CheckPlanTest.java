package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import vpo.database.internal.LibraryFile.Stamp;

class CheckPlanTest {
    private final CheckPlan plan = new CheckPlan();

    @Test
    void checksAtFirst() {
        assertThat(plan.due(stamp(1), Long.MAX_VALUE)).isTrue();
        assertThat(new CheckPlan().due(Optional.empty(), Long.MIN_VALUE)).isTrue();
    }

    @Test
    void checksWhatChangedAndOnlyThat() {
        plan.done(stamp(1), 1000, 1001);
        assertThat(plan.due(stamp(1), 1_000_000)).isFalse();
        assertThat(plan.due(stamp(2), 1_000_000)).isTrue();
        assertThat(plan.due(Optional.empty(), 1_000_000)).isTrue();
    }

    @Test
    void takesATwentiethOfTheTimeAtMost() {
        plan.done(stamp(1), 1000, 1100);
        assertThat(plan.due(stamp(2), 2999)).isFalse();
        assertThat(plan.due(stamp(2), 3000)).isTrue();
    }

    @Test
    void outlivesAnOverflowOfTheClock() {
        plan.done(stamp(1), Long.MAX_VALUE - 10, Long.MAX_VALUE);
        assertThat(plan.due(stamp(2), Long.MIN_VALUE)).isFalse();
        assertThat(plan.due(stamp(2), Long.MIN_VALUE + 1000)).isTrue();
    }

    private static Optional<Stamp> stamp(long size) {
        return Optional.of(new Stamp("file", size, FileTime.fromMillis(0), 0, FileTime.fromMillis(0)));
    }
}
