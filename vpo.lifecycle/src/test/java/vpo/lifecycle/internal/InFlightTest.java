package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import vpo.api.task.TaskInfo;

class InFlightTest {
    @Test
    void tellsNamesAgesAndProgress() {
        assertThat(InFlight.describe(List.of(
                new TaskInfo("scan of /media", Instant.EPOCH, Duration.ofMillis(12_300), OptionalDouble.of(40),
                        "reading", false),
                task("GET /a"))))
                .isEqualTo("2 tasks: scan of /media (12.3 s, 40 %, reading), GET /a (0.2 s)");
        assertThat(InFlight.describe(List.of(task("GET /a")))).isEqualTo("1 task: GET /a (0.2 s)");
    }

    @Test
    void namesTwentyAndCountsTheRest() {
        assertThat(InFlight.describe(IntStream.range(0, 25).mapToObj(i -> task("t" + i)).toList()))
                .startsWith("25 tasks: t0 (0.2 s), t1").endsWith("t19 (0.2 s) and 5 more");
    }

    private static TaskInfo task(String name) {
        return new TaskInfo(name, Instant.EPOCH, Duration.ofMillis(200), OptionalDouble.empty(), "", false);
    }
}
