package vpo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void addsUserAndSystemTimeWhateverTheCommandIsCalled() {
        assertThat(Usage.cpuMillis("42 (a) b (c) S 0 0 0 0 -1 4194560 21780 7359609 0 491 184 61 44758 3908 10 -10 13"))
                .isEqualTo((184 + 61) * 10.0);
    }

    @Test
    void readsResidentMemory() {
        assertThat(Usage.residentMegabytes(List.of("VmPeak:\t 9 kB", "VmRSS:\t  158208 kB", "RssAnon:\t 1 kB")))
                .isEqualTo(154.5);
    }

    @Test
    void readsThisProcess() throws IOException {
        long self = ProcessHandle.current().pid();
        assertThat(Usage.cpuMillis(self)).isPositive();
        assertThat(Usage.residentMegabytes(self)).isPositive();
    }
}
