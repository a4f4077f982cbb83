package vpo.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures a scan of many files of which none has changed, beside a walk through the same files that looks at each once
 * and does nothing else. Both in a JVM that has done the same several times before.
 */
record ScanBench(Workspace workspace, List<String> javaOptions, int rounds) {
    private static final int FILES = 20_000;
    private static final int WARM_UPS = 5;
    /** To look at the files is all that costs; what else a scan does may cost as much again. */
    private static final double TARGET = 2;

    /** Medians of all rounds; the ratio is that of the ratios within each round. */
    record Figures(double first, double walk, double scan, double ratio) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, """
                    |                                                | unit |  median | target | met |
                    |------------------------------------------------|------|---------|--------|-----|
                    | first scan, with a script in ffprobe's place   | ms   | %7.0f |        |     |
                    | bare walk that looks at each file              | ms   | %7.1f |        |     |
                    | scan, nothing has changed                      | ms   | %7.1f |        |     |
                    | scan / bare walk                               |      | %7.2f | <= %.1f | %3s |""",
                    first, walk, scan, ratio, TARGET, ratio <= TARGET ? "yes" : "no");
        }
    }

    Figures run() throws IOException, InterruptedException {
        System.err.printf("scan: making %d files%n", FILES);
        MediaTree media = MediaTree.make(Files.createDirectory(workspace.folder().resolve("scan")), FILES);
        Path data = workspace.newData("scan-data");
        Files.writeString(data.resolve("config.toml"), media.configuration());
        try (Server server = Server.start(Candidate.VPO, workspace.files(), javaOptions, data)) {
            server.awaitHealthy();
            try (ScanClient client = new ScanClient(URI.create(server.url()), server.token())) {
                System.err.println("scan: first scan");
                ScanClient.Scan first = client.scan();
                check(first, FILES);
                return rounds(media, client, first);
            } finally {
                server.stop();
            }
        }
    }

    private Figures rounds(MediaTree media, ScanClient client, ScanClient.Scan first)
            throws IOException, InterruptedException {
        List<Double> walks = new ArrayList<>();
        List<Double> scans = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1 - WARM_UPS; round <= rounds; round++) {
            System.err.printf("scan: %s%n", round < 1 ? "warm-up" : "round " + round + " of " + rounds);
            long begun = System.nanoTime();
            media.walk();
            double walk = (System.nanoTime() - begun) / 1e6;
            ScanClient.Scan scan = client.scan();
            check(scan, 0);
            if (round >= 1) {
                walks.add(walk);
                scans.add(scan.millis());
                ratios.add(scan.millis() / walk);
            }
        }
        return new Figures(first.millis(), median(walks), median(scans), median(ratios));
    }

    private static void check(ScanClient.Scan scan, int scanned) {
        if (scan.found() != FILES || scan.scanned() != scanned || scan.skipped() != FILES - scanned
                || scan.errors() != 0) {
            throw new IllegalStateException("the scan did something else than it was to: " + scan);
        }
    }

    private static double median(List<Double> values) {
        return Samples.median(values).orElseThrow();
    }
}
