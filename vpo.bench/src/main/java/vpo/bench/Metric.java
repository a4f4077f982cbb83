package vpo.bench;

import static vpo.bench.Candidate.BARE_JETTY;
import static vpo.bench.Candidate.PLAIN_FELIX;

/** What is measured, in the order of the table. */
enum Metric {
    FIRST_START("first start, empty data directory", "ms", 0, Target.atMost(1, PLAIN_FELIX)), FIRST_START_CPU(
            "first start, CPU time", "ms", 0, Target.atMost(1, PLAIN_FELIX)), SECOND_START("second start", "ms", 0,
                    Target.atMost(1, PLAIN_FELIX)), SECOND_START_CPU("second start, CPU time", "ms", 0,
                            Target.atMost(1, PLAIN_FELIX)), RESIDENT("resident memory, idle after the start", "MB", 0,
                                    Target.NONE), STOP("SIGTERM to exit, idle", "ms", 0,
                                            Target.below(100)), EXIT_STATUS("exit status after SIGTERM", "", 0,
                                                    Target.exactly(0)), RATE_1("/health, 1 connection", "req/s", 0,
                                                            Target.atLeast(0.6, BARE_JETTY)), MEDIAN_1(
                                                                    "/health, 1 connection, p50", "ms", 3,
                                                                    Target.NONE), P99_1("/health, 1 connection, p99",
                                                                            "ms", 3, Target.below(5)), RATE_32(
                                                                                    "/health, 32 connections", "req/s",
                                                                                    0,
                                                                                    Target.atLeast(0.6,
                                                                                            BARE_JETTY)), MEDIAN_32(
                                                                                                    "/health, 32 connections, p50",
                                                                                                    "ms", 3,
                                                                                                    Target.NONE), P99_32(
                                                                                                            "/health, 32 connections, p99",
                                                                                                            "ms", 3,
                                                                                                            Target.below(
                                                                                                                    5));

    private final String words;
    private final String unit;
    private final int decimals;
    private final Target target;

    Metric(String words, String unit, int decimals, Target target) {
        this.words = words;
        this.unit = unit;
        this.decimals = decimals;
        this.target = target;
    }

    String words() {
        return words;
    }

    String unit() {
        return unit;
    }

    int decimals() {
        return decimals;
    }

    Target target() {
        return target;
    }
}
