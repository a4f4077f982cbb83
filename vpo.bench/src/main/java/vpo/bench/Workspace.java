package vpo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A temporary folder for one run of the benchmark, with the installed daemon and the bundles of vpo.jar in it; deleted
 * at the end.
 *
 * @param folder all of it
 * @param files what the candidates are made of
 */
record Workspace(Path folder, Candidate.Files files) implements AutoCloseable {
    private static final String HOME = "home";
    private static final String BUNDLES = "bundles/";
    private static final String PLUGINS = "plugins/";
    private static final String JETTY = "vpo.jetty-";

    static Workspace create(Path home, Path vpoJar, Path benchJar) throws IOException {
        Path folder = Files.createTempDirectory("vpo-bench");
        Path installed = folder.resolve(HOME);
        install(home, installed);
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
            return new Workspace(folder, new Candidate.Files(installed, vpoJar, benchJar, bundles, jetty));
        }
    }

    /**
     * As if it had been there since the machine was booted: a file that the JVM has just written lies in memory in a way
     * that makes a stop of the daemon take a sixth longer, until the system has read it again.
     */
    private static void install(Path home, Path installed) throws IOException {
        try (Stream<Path> walk = Files.walk(home)) {
            for (Path each : walk.toList()) {
                Files.copy(each, installed.resolve(home.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            }
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
