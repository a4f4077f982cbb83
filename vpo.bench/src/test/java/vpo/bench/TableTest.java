package vpo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    private final Samples samples = new Samples();

    private void measure(Metric metric, Candidate candidate, double... rounds) {
        for (double each : rounds) {
            samples.add(metric, candidate, each);
        }
    }

    @Test
    void takesTheMedianOfOddAndEvenManyRounds() {
        measure(Metric.STOP, Candidate.VPO, 9, 1, 2);
        measure(Metric.STOP, Candidate.PLAIN_FELIX, 9, 1, 2, 3);
        assertThat(samples.median(Metric.STOP, Candidate.VPO)).hasValue(2);
        assertThat(samples.median(Metric.STOP, Candidate.PLAIN_FELIX)).hasValue(2.5);
        assertThat(samples.median(Metric.STOP, Candidate.BARE_JETTY)).isEmpty();
    }

    @Test
    void comparesWithinARound() {
        // The machine was ten times slower in the second round, for both.
        measure(Metric.RATE_32, Candidate.VPO, 500, 50, 600);
        measure(Metric.RATE_32, Candidate.BARE_JETTY, 1000, 100, 1000);
        assertThat(samples.ratio(Metric.RATE_32, Candidate.VPO, Candidate.BARE_JETTY)).hasValue(0.5);
    }

    @Test
    void saysWhichTargetsAreMet() {
        measure(Metric.STOP, Candidate.VPO, 99);
        measure(Metric.EXIT_STATUS, Candidate.VPO, 1);
        measure(Metric.RATE_32, Candidate.VPO, 59);
        measure(Metric.RATE_32, Candidate.BARE_JETTY, 100);
        measure(Metric.SECOND_START, Candidate.VPO, 4);
        measure(Metric.SECOND_START, Candidate.PLAIN_FELIX, 10);
        measure(Metric.SECOND_BY_FIRST, Candidate.VPO, 1.01);
        measure(Metric.HELLO, Candidate.VPO, 10);
        assertThat(verdict(Metric.STOP)).isEqualTo("yes");
        assertThat(verdict(Metric.EXIT_STATUS)).isEqualTo("no");
        assertThat(verdict(Metric.RATE_32)).isEqualTo("no");
        assertThat(verdict(Metric.SECOND_START)).isEqualTo("yes");
        assertThat(verdict(Metric.SECOND_BY_FIRST)).isEqualTo("no");
        assertThat(verdict(Metric.HELLO)).isEmpty();
        assertThat(verdict(Metric.P99_32)).isEmpty();
    }

    private String verdict(Metric metric) {
        return metric.target().verdict(samples, metric);
    }

    @Test
    void printsWhatWasMeasuredAndNothingElse() {
        measure(Metric.STOP, Candidate.VPO, 80);
        measure(Metric.STOP, Candidate.PLAIN_FELIX, 40);
        assertThat(Table.of(samples).lines()).hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("|").endsWith("|"));
        assertThat(Table.of(samples).lines().toList().getLast().replaceAll(" +", " "))
                .isEqualTo("| SIGTERM to exit, idle | ms | 80 | 40 | | 2.00 | | < 100 | yes |");
    }
}
