package vpo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The benchmark's command line, and the rounds in which it measures everybody in turn. */
@Command(name = "vpo.bench/run", mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true, //
        header = "Measure the daemon beside plain Felix and a bare Jetty, and print one table.")
public final class Bench implements Callable<Integer> {
    /** After a start, until the JVM's own work has calmed down. */
    private static final Duration SETTLE = Duration.ofSeconds(11);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MANY = 32;
    /** Starts of a JVM that does nothing, in each round: each is short, and their times differ much. */
    private static final int HELLOS = 5;
    private static final String DAEMON_OPTIONS = "-XX:+UseSerialGC";

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Rounds; the table shows medians.")
    private int runs;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4", description = "Length of each load.")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "30", description = "Length of the load before"
            + " the measured ones.")
    private int warmUp;

    @Option(names = "--part", paramLabel = "PART", defaultValue = "ALL", description = "What to measure:"
            + " ${COMPLETION-CANDIDATES}.")
    private Part part;

    @Option(names = "--home", paramLabel = "FOLDER", required = true, description = "The installed daemon that is"
            + " measured; vpo.bench/run gives that of vpo.dist if there is no other.")
    private Path home;

    @Option(names = "--java-options", paramLabel = "OPTIONS", defaultValue = DAEMON_OPTIONS, description = ""
            + "For the JVM of every candidate, separated by blanks; by default the collector that the daemon has anyway.")
    private String javaOptions;

    private final Samples samples = new Samples();
    private final Answers answers = new Answers();

    /** What to measure. */
    enum Part {
        /** Everything. */
        ALL,
        /** Start, memory and stop. */
        START,
        /** Requests. */
        LOAD,
        /** The scan of a library in which nothing has changed. */
        SCAN,
        /** The daemon alone, without plugins and with many. */
        PLUGINS
    }

    /**
     * Runs the benchmark and exits with 0 if it could measure, whatever the figures are.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, _) -> {
                    line.getErr().println("vpo.bench: " + e.getMessage());
                    return 1;
                }).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isExecutable(home.resolve("bin/vpo"))) {
            throw new IOException(
                    "no daemon is installed in " + home + ": it has no program bin/vpo; name another folder"
                            + " with --home, or leave that out");
        }
        String machine = Machine.describe();
        try (Workspace workspace = Workspace.create(home.toAbsolutePath(), Path.of(System.getProperty("vpo.jar")),
                Path.of(System.getProperty("vpo.bench.jar")))) {
            System.out.printf("%s; medians of %d rounds, JVM options: %s; vpo runs with %s%n", machine, runs,
                    javaOptions.isBlank() ? "none" : javaOptions,
                    Files.exists(home.resolve("runtime")) ? "the Java that it brings" : "this Java, too");
            if (part != Part.SCAN) {
                for (int round = 1; round <= runs; round++) {
                    round(workspace, round);
                }
                System.out.printf("%n%s%n", Table.of(samples));
            }
            if (part == Part.SCAN || part == Part.ALL) {
                System.out.printf("%n%s%n", new ScanBench(workspace, options(), runs).run());
            }
        }
        return 0;
    }

    private void round(Workspace workspace, int round) throws IOException, InterruptedException {
        // Another one begins each round, so that none is always the first.
        List<Candidate> order = part == Part.PLUGINS ? List.of() : Arrays.asList(Candidate.values());
        Collections.rotate(order, round);
        for (Candidate candidate : order) {
            System.err.printf("round %d of %d: %s%n", round, runs, candidate);
            Path data = workspace.newData(candidate.name() + round);
            if (part != Part.LOAD) {
                double first = start(candidate, workspace, data, Metric.FIRST_START, Metric.FIRST_START_CPU);
                double second = start(candidate, workspace, data, Metric.SECOND_START, Metric.SECOND_START_CPU);
                samples.add(Metric.SECOND_BY_FIRST, candidate, second / first);
                if (candidate == Candidate.VPO) {
                    compareWithHello(workspace, second);
                }
            }
            if (part != Part.START) {
                load(candidate, workspace, data);
            }
        }
        if (part == Part.ALL || part == Part.PLUGINS) {
            System.err.printf("round %d of %d: plugins%n", round, runs);
            new PluginsPart(workspace, options(), samples).round(round);
        }
    }

    private void compareWithHello(Workspace workspace, double start) throws IOException, InterruptedException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < HELLOS; i++) {
            all.add(Server.hello(workspace.files()));
        }
        double hello = Samples.median(all).orElseThrow();
        samples.add(Metric.HELLO, Candidate.VPO, hello);
        samples.add(Metric.START_BY_HELLO, Candidate.VPO, start / hello);
    }

    private double start(Candidate candidate, Workspace workspace, Path data, Metric wall, Metric cpu)
            throws IOException, InterruptedException {
        try (Server server = Server.start(candidate, workspace.files(), options(), data)) {
            Server.Started started = server.awaitHealthy();
            answers.check(candidate, started.answer());
            samples.add(wall, candidate, started.millis());
            samples.add(cpu, candidate, started.cpuMillis());
            server.idle(SETTLE);
            samples.add(Metric.RESIDENT, candidate, server.residentMegabytes());
            Server.Stopped stopped = server.stop();
            samples.add(Metric.STOP, candidate, stopped.millis());
            samples.add(Metric.EXIT_STATUS, candidate, stopped.exitStatus());
            return started.millis();
        }
    }

    private void load(Candidate candidate, Workspace workspace, Path data) throws IOException, InterruptedException {
        try (Server server = Server.start(candidate, workspace.files(), options(), data)) {
            server.awaitHealthy();
            Wrk.run(server.url(), 2, MANY, Duration.ofSeconds(warmUp));
            Wrk.Load one = Wrk.run(server.url(), 1, 1, Duration.ofSeconds(seconds));
            samples.add(Metric.RATE_1, candidate, one.requestsPerSecond());
            samples.add(Metric.MEDIAN_1, candidate, one.medianMillis());
            samples.add(Metric.P99_1, candidate, one.p99Millis());
            double before = server.cpuMillis();
            Wrk.Load many = Wrk.run(server.url(), 2, MANY, Duration.ofSeconds(seconds));
            samples.add(Metric.CPU_32, candidate, (server.cpuMillis() - before) * 1_000 / many.requests());
            samples.add(Metric.RATE_32, candidate, many.requestsPerSecond());
            samples.add(Metric.MEDIAN_32, candidate, many.medianMillis());
            samples.add(Metric.P99_32, candidate, many.p99Millis());
            if (candidate == Candidate.VPO) {
                Wrk.run(server.url(), 2, MANY, MINUTE);
                samples.add(Metric.RESIDENT_LOADED, candidate, server.residentMegabytes());
            }
            server.stop();
        }
    }

    private List<String> options() {
        return Stream.of(javaOptions.split("\\s+")).filter(option -> !option.isEmpty()).toList();
    }
}
