package vpo.bench;

import static vpo.bench.Candidate.BARE_JETTY;
import static vpo.bench.Candidate.PLAIN_FELIX;

/** What is measured, in the order of the table. */
enum Metric {
    /** Wall time from exec to the first healthy answer. */
    FIRST_START("first start, empty data directory", "ms", 0, Target.atMost(0.4, PLAIN_FELIX)),
    /** User and system time of the process until then. */
    FIRST_START_CPU("first start, CPU time", "ms", 0, Target.atMost(0.33, PLAIN_FELIX)),
    /** The same with the data directory that the first start has left. */
    SECOND_START("second start", "ms", 0, Target.atMost(0.4, PLAIN_FELIX)),
    /** User and system time of the process until then. */
    SECOND_START_CPU("second start, CPU time", "ms", 0, Target.atMost(0.33, PLAIN_FELIX)),
    /** The second in relation to the first of the same round. */
    SECOND_BY_FIRST("second start / first start", "", 2, Target.atMost(1)),
    /** Wall time of a JVM that prints a line, from exec to its end. */
    HELLO("the JVM's own Hello, world", "ms", 0, Target.NONE),
    /** The second start in relation to that. */
    START_BY_HELLO("second start / Hello, world", "", 1, Target.atMost(12)),
    /** VmRSS a second after the first healthy answer. */
    RESIDENT("resident memory, idle after the start", "MB", 0, Target.below(96)),
    /** VmRSS when the load of a minute has just ended. */
    RESIDENT_LOADED("resident memory, after a minute of 32 connections", "MB", 0, Target.below(192)),
    /** Wall time until the process is gone. */
    STOP("SIGTERM to exit, idle", "ms", 0, Target.below(100)),
    /** 143 is a JVM that knows nothing of SIGTERM. */
    EXIT_STATUS("exit status after SIGTERM", "", 0, Target.exactly(0)),
    /** One request after the other. */
    RATE_1("/health, 1 connection", "req/s", 0, Target.atLeast(0.6, BARE_JETTY)),
    /** Latency. */
    MEDIAN_1("/health, 1 connection, p50", "ms", 3, Target.NONE),
    /** Latency. */
    P99_1("/health, 1 connection, p99", "ms", 3, Target.below(5)),
    /** As many as the processors can do. */
    RATE_32("/health, 32 connections", "req/s", 0, Target.atLeast(0.6, BARE_JETTY)),
    /** User and system time of the server alone: other work on the machine hardly disturbs it. */
    CPU_32("/health, 32 connections, CPU per request", "us", 1, Target.NONE),
    /** Latency. */
    MEDIAN_32("/health, 32 connections, p50", "ms", 3, Target.NONE),
    /** Latency. */
    P99_32("/health, 32 connections, p99", "ms", 3, Target.below(5)),
    /** Wall time from exec to the first healthy answer. */
    START_0_PLUGINS("start, no plugins", "ms", 0, Target.NONE),
    /** The same with 200 small plugins that ran before. */
    START_200_PLUGINS("start, 200 plugins", "ms", 0, Target.NONE),
    /** Wall time from exec until every plugin's page answers; with none, the same as the first healthy answer. */
    RUN_0_PLUGINS("start to all running, no plugins", "ms", 0, Target.NONE),
    /** With 200 that ran before. */
    RUN_200_PLUGINS("start to all running, 200 plugins", "ms", 0, Target.NONE),
    /** With 200 that the daemon has never seen. */
    INSTALL_200_PLUGINS("start to all running, 200 new plugins", "ms", 0, Target.NONE),
    /** VmRSS two seconds later. */
    RESIDENT_0_PLUGINS("resident memory, no plugins", "MB", 0, Target.NONE),
    /** The same. */
    RESIDENT_200_PLUGINS("resident memory, 200 plugins", "MB", 0, Target.NONE),
    /** User and system time in a minute without requests. */
    IDLE_0_PLUGINS("CPU time per idle minute, no plugins", "ms", 0, Target.NONE),
    /** The same. */
    IDLE_200_PLUGINS("CPU time per idle minute, 200 plugins", "ms", 0, Target.NONE),
    /** Wall time from the rename of a whole jar into the folder to the first answer of its page: the median of 20. */
    DEPLOY_0_PLUGINS("deploy, no others, median", "ms", 0, Target.below(1_000)),
    /** The longest of 20. */
    DEPLOY_MAX_0_PLUGINS("deploy, no others, longest", "ms", 0, Target.below(1_000)),
    /** The median of 20. */
    DEPLOY_200_PLUGINS("deploy, 200 others, median", "ms", 0, Target.below(1_000)),
    /** The longest of 20. */
    DEPLOY_MAX_200_PLUGINS("deploy, 200 others, longest", "ms", 0, Target.below(1_000));

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
