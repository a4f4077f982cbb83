package vpo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Measures the plugin host: alone, and with many plugins present. */
final class PluginsPart {
    private static final int MANY = 200;
    private static final int DEPLOYED = 20;
    /** After the last plugin has come, until the JVM's own work has calmed down. */
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(15);
    /** The host looks at its folders in a rhythm: jars are to come at any beat of it. */
    private static final int MOST_MILLIS_BETWEEN = 400;

    private final Workspace workspace;
    private final List<String> javaOptions;
    private final Samples samples;
    private final Random random = new Random();

    PluginsPart(Workspace workspace, List<String> javaOptions, Samples samples) {
        this.workspace = workspace;
        this.javaOptions = javaOptions;
        this.samples = samples;
    }

    void round(int round) throws IOException, InterruptedException {
        Path none = newData("no-plugins" + round);
        try (Server server = start(none)) {
            measure(server, List.of(), Metric.START_0_PLUGINS, Metric.RUN_0_PLUGINS, Metric.RESIDENT_0_PLUGINS,
                    Metric.IDLE_0_PLUGINS);
            deploy(server, none, Metric.DEPLOY_0_PLUGINS, Metric.DEPLOY_MAX_0_PLUGINS);
            server.stop();
        }
        Path many = newData("many-plugins" + round);
        List<SmallPlugin> plugins = IntStream.range(0, MANY).mapToObj(i -> new SmallPlugin("small-" + i)).toList();
        for (SmallPlugin each : plugins) {
            each.deploy(many);
        }
        try (Server server = start(many)) {
            server.awaitHealthy();
            samples.add(Metric.INSTALL_200_PLUGINS, Candidate.VPO, server.awaitAll(plugins));
            server.stop();
        }
        try (Server server = start(many)) {
            measure(server, plugins, Metric.START_200_PLUGINS, Metric.RUN_200_PLUGINS, Metric.RESIDENT_200_PLUGINS,
                    Metric.IDLE_200_PLUGINS);
            deploy(server, many, Metric.DEPLOY_200_PLUGINS, Metric.DEPLOY_MAX_200_PLUGINS);
            server.stop();
        }
    }

    private Path newData(String name) throws IOException {
        Path data = workspace.newData(name);
        Files.writeString(data.resolve("config.toml"), "[plugins]\ntrust = \"directory\"\n");
        return data;
    }

    private Server start(Path data) throws IOException {
        return Server.start(Candidate.VPO, workspace.files(), javaOptions, data);
    }

    private void measure(Server server, List<SmallPlugin> plugins, Metric start, Metric run, Metric resident,
            Metric idle) throws IOException, InterruptedException {
        samples.add(start, Candidate.VPO, server.awaitHealthy().millis());
        samples.add(run, Candidate.VPO, server.awaitAll(plugins));
        server.idle(SETTLE);
        samples.add(resident, Candidate.VPO, server.residentMegabytes());
        double before = server.cpuMillis();
        server.idle(IDLE);
        samples.add(idle, Candidate.VPO, (server.cpuMillis() - before) * 60 / IDLE.toSeconds());
    }

    private void deploy(Server server, Path data, Metric median, Metric most) throws IOException, InterruptedException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < DEPLOYED; i++) {
            server.idle(Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN)));
            SmallPlugin plugin = new SmallPlugin("late-" + i);
            plugin.deploy(data);
            long begun = System.nanoTime();
            server.await(plugin.path());
            all.add((System.nanoTime() - begun) / 1e6);
        }
        all.sort(null);
        samples.add(median, Candidate.VPO, (all.get((DEPLOYED - 1) / 2) + all.get(DEPLOYED / 2)) / 2);
        samples.add(most, Candidate.VPO, all.getLast());
    }
}
