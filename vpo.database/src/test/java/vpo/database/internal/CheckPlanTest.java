package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
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
        plan.done(stamp(1), false, 1000, 1001);
        assertThat(plan.due(stamp(1), 1_000_000)).isFalse();
        assertThat(plan.due(stamp(2), 1_000_000)).isTrue();
        assertThat(plan.due(Optional.empty(), 1_000_000)).isTrue();
    }

    @Test
    void takesATwentiethOfTheTimeAtMost() {
        plan.done(stamp(1), false, 1000, 1100);
        assertThat(plan.due(stamp(2), 2999)).isFalse();
        assertThat(plan.due(stamp(2), 3000)).isTrue();
    }

    @Test
    void outlivesAnOverflowOfTheClock() {
        plan.done(stamp(1), false, Long.MAX_VALUE - 10, Long.MAX_VALUE);
        assertThat(plan.due(stamp(2), Long.MIN_VALUE)).isFalse();
        assertThat(plan.due(stamp(2), Long.MIN_VALUE + 1000)).isTrue();
    }

    @Test
    void checksAnotherFileInThePlaceOfADamagedOneAtOnce() {
        plan.done(stamp(1), true, 1000, 1100);
        assertThat(plan.due(stamp(2), 1200)).as("the same one, changed").isFalse();
        assertThat(plan.due(stamp("other", 1), 1200)).isTrue();
        plan.done(stamp("other", 1), false, 1200, 1300);
        assertThat(plan.due(stamp("third", 1), 1400)).as("nothing is wrong that could have gone").isFalse();
    }

    @Test
    void takesLongerForAFileThatWasFoundDamagedAndForNoOther() {
        assertThat(plan.limit(stamp(1))).isEqualTo(Duration.ofSeconds(1));
        plan.done(stamp(1), true, 0, 1);
        assertThat(plan.limit(stamp(2))).isEqualTo(Duration.ofSeconds(8));
        assertThat(plan.limit(stamp("other", 2))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void checksADoubtedFileAgainAndForLongerAfterHavingGivenUp() {
        plan.done(stamp(1), true, 0, 1);
        for (int seconds : List.of(8, 16, 32, 64, 64)) {
            assertThat(plan.limit(stamp(2))).isEqualTo(Duration.ofSeconds(seconds));
            plan.givenUp(100, 200);
            assertThat(plan.due(stamp(2), 2099)).isFalse();
            assertThat(plan.due(stamp(2), 2100)).as("though it did not change").isTrue();
        }
        plan.done(stamp(2), true, 0, 1);
        assertThat(plan.limit(stamp(3))).isEqualTo(Duration.ofSeconds(8));
    }

    private static Optional<Stamp> stamp(long size) {
        return stamp("file", size);
    }

    private static Optional<Stamp> stamp(String file, long size) {
        return Optional.of(new Stamp(file, size, FileTime.fromMillis(0), 0, FileTime.fromMillis(0)));
    }
}
