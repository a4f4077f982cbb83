package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import vpo.database.DatabaseStatus;

class StatusJudgeTest {
    private static final Instant START = Instant.parse("2025-11-23T12:00:00Z");

    private long seconds;
    private final StatusJudge judge = new StatusJudge(() -> START.plusSeconds(seconds),
            () -> TimeUnit.SECONDS.toNanos(seconds), Duration.ofSeconds(4));

    @Test
    void startsConnected() {
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START));
    }

    @Test
    void goodLooksKeepItConnectedSinceTheFirst() {
        for (seconds = 0; seconds < 100; seconds += 3) {
            judge.good();
            assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START));
        }
    }

    @Test
    void oneBadLookIsEnough() {
        seconds = 1;
        judge.bad("file is missing");
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "file is missing", START.plusSeconds(1)));
    }

    @Test
    void aBadLookDoesNotGrowOld() {
        judge.bad("file is missing");
        seconds = 1000;
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "file is missing", START));
    }

    @Test
    void theReasonMayChangeWhileItIsDisconnected() {
        seconds = 1;
        judge.bad("file is missing");
        seconds = 2;
        judge.bad("not a database");
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "not a database", START.plusSeconds(1)));
    }

    @Test
    void aGoodLookConnectsItAgain() {
        judge.bad("file is missing");
        seconds = 7;
        judge.good();
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START.plusSeconds(7)));
    }

    @Test
    void aLookThatNeverReturnsDisconnectsIt() {
        seconds = 3;
        judge.good();
        seconds = 4;
        judge.begin();
        seconds = 7;
        assertThat(judge.status().connected()).isTrue();
        seconds = 8;
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "no answer for 4 s", START.plusSeconds(7)));
        judge.good();
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START.plusSeconds(8)));
    }

    /** Whoever asks first when it moves again comes before the look that is overdue. */
    @Test
    void aMachineThatStoodStillHasLostNoDatabase() {
        judge.begin();
        judge.good();
        seconds = 10;
        assertThat(judge.status().connected()).isTrue();
        judge.begin();
        seconds = 12;
        assertThat(judge.status().connected()).isTrue();
        judge.good();
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START));
        judge.begin();
        seconds = 17;
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "no answer for 4 s", START.plusSeconds(16)));
    }

    @Test
    void itDoesNotMatterForHowLong() {
        judge.begin();
        judge.good();
        seconds = 1000;
        assertThat(judge.status().connected()).isTrue();
        seconds = 1002;
        assertThat(judge.status().connected()).isTrue();
        judge.begin();
        judge.good();
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START));
        seconds = 2000;
        assertThat(judge.status().connected()).as("another time").isTrue();
    }

    @Test
    void butALookThatDoesNotComeForSecondsThenDisconnectsIt() {
        seconds = 17;
        assertThat(judge.status().connected()).isTrue();
        seconds = 19;
        assertThat(judge.status().connected()).isTrue();
        seconds = 20;
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "no answer for 4 s", START.plusSeconds(4)));
        judge.begin();
        assertThat(judge.status().connected()).as("before the look has found anything").isFalse();
        judge.good();
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(true, "ok", START.plusSeconds(20)));
    }

    @Test
    void aLockDisconnectsItOnlyWhenItLasts() {
        seconds = 1;
        judge.undecided("locked");
        assertThat(judge.status().connected()).isTrue();
        seconds = 2;
        judge.good();
        seconds = 5;
        judge.undecided("locked");
        assertThat(judge.status().connected()).isTrue();
        seconds = 7;
        judge.undecided("locked");
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "locked", START.plusSeconds(6)));
    }

    @Test
    void whatWasOnceInTheWayIsForgottenByAGoodLook() {
        judge.undecided("locked");
        judge.good();
        judge.begin();
        seconds = 5;
        assertThat(judge.status().detail()).isEqualTo("no answer for 4 s");
    }

    @Test
    void aLockDoesNotHideThatTheDatabaseWasBad() {
        judge.bad("file is missing");
        judge.undecided("locked");
        assertThat(judge.status().connected()).isFalse();
    }

    @Test
    void theTimeSinceThenRunsOnWhenABadLookFollowsOnSilence() {
        seconds = 1;
        judge.begin();
        seconds = 6;
        judge.bad("cannot be read");
        assertThat(judge.status()).isEqualTo(new DatabaseStatus(false, "cannot be read", START.plusSeconds(4)));
    }
}
