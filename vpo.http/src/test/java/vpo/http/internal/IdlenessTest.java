package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class IdlenessTest {
    private static final Duration LIMIT = Duration.ofNanos(10);

    private final Idleness idleness = new Idleness();

    private boolean lasts(long admitted, boolean busy, long nanos) {
        return idleness.lasts(admitted, busy, nanos, LIMIT);
    }

    @Test
    void requestsBetweenTwoLooksCount() {
        assertThat(lasts(0, false, 5)).isFalse();
        assertThat(lasts(0, false, 14)).isFalse();
        assertThat(lasts(1, false, 15)).isFalse();
        assertThat(lasts(1, false, 24)).isFalse();
        assertThat(lasts(1, false, 25)).isTrue();
    }

    @Test
    void itBeginsWhenTheLastWorkHasEnded() {
        assertThat(lasts(1, true, 0)).isFalse();
        assertThat(lasts(1, true, 100)).isFalse();
        assertThat(lasts(1, false, 109)).isFalse();
        assertThat(lasts(1, false, 110)).isTrue();
    }
}
