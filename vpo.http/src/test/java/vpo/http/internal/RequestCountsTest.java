package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RequestCountsTest {
    private final RequestCounts counts = new RequestCounts();

    @Test
    void countsByStatusClassWhatHasEnded() {
        for (int i = 0; i < 4; i++) {
            counts.begin();
        }
        counts.end(204);
        counts.end(404);
        counts.refuse();
        counts.end(503);
        assertThat(counts.total()).isEqualTo(4);
        assertThat(counts.inFlight()).isEqualTo(1);
        assertThat(counts.refused()).isEqualTo(1);
        assertThat(new long[]{counts.answered(1), counts.answered(2), counts.answered(3), counts.answered(4),
                counts.answered(5)}).containsExactly(0, 1, 0, 1, 1);
    }

    @Test
    void aStatusThatIsNoneIsCountedAllTheSame() {
        counts.begin();
        counts.end(0);
        counts.begin();
        counts.end(999);
        assertThat(counts.inFlight()).isZero();
    }

    @Test
    void somebodyIsThereUntilAllHaveLeft() {
        assertThat(counts.isAnybodyThere()).isFalse();
        counts.admit();
        counts.admit();
        counts.leave();
        assertThat(counts.isAnybodyThere()).isTrue();
        counts.leave();
        assertThat(counts.isAnybodyThere()).isFalse();
        assertThat(counts.admitted()).isEqualTo(2);
    }

    @Test
    void thereAreFiveClasses() {
        assertThatIllegalArgumentException().isThrownBy(() -> counts.answered(0));
        assertThatIllegalArgumentException().isThrownBy(() -> counts.answered(6));
    }
}
