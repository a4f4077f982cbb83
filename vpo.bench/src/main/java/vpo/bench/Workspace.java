package vpo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A temporary folder for one run of the benchmark, with the bundles of vpo.jar in it; deleted at the end.
 *
 * @param folder all of it
 * @param files what the candidates are made of
 */
record Workspace(Path folder, Candidate.Files files) implements AutoCloseable {
    private static final String BUNDLES = "bundles/";
    private static final String PLUGINS = "plugins/";
    private static final String JETTY = "org.apache.felix.http.jetty12-";

    static Workspace create(Path home, Path vpoJar, Path benchJar) throws IOException {
        Path folder = Files.createTempDirectory("vpo-bench");
        Path bundles = Files.createDirectory(folder.resolve(BUNDLES));
        Files.createDirectory(folder.resolve(PLUGINS));
        try (ZipFile zip = new ZipFile(vpoJar.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(e -> e.getName().matches("(" + BUNDLES + "|" + PLUGINS + ")[^/]+\\.jar")).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, folder.resolve(entry.getName()));
                }
            }
        }
        try (Stream<Path> all = Files.list(bundles)) {
            Path jetty = all.filter(file -> file.getFileName().toString().startsWith(JETTY)).findFirst()
                    .orElseThrow(() -> new IOException(vpoJar + " has no bundle " + JETTY + "*"));
            return new Workspace(folder, new Candidate.Files(home, vpoJar, benchJar, bundles, jetty));
        }
    }

    /** An empty data directory. */
    Path newData(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
