package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;

/** The cache of bundles may be damaged in any way, or be another version's: the next start puts it right. */
class BundleCacheIT extends ProcessTest {
    @Test
    void isPutRightWhateverHasHappenedToIt() throws Exception {
        startAndStop();
        Path cache = data.resolve("cache");
        Map<String, Long> whole = contents(cache.resolve("jars"));
        assertThat(whole).hasSizeGreaterThan(10);
        Path build = bundles(cache).getFirst().getParent().getParent();

        List<Path> bundles = bundles(cache);
        Files.delete(bundles.get(0));
        Files.writeString(bundles.get(1), "garbage");
        Files.write(bundles.get(2), new byte[(int) Files.size(bundles.get(2))]);
        Files.write(bundles.get(3), Arrays.copyOf(Files.readAllBytes(bundles.get(3)), 1000));
        Files.delete(bundles.get(4));
        Files.createDirectories(bundles.get(4).resolve("a/directory"));
        Files.writeString(build.resolve("bundles/vpo.api.jar.part"), "left by a crash");
        Files.createDirectories(build.resolveSibling("0123456789abcdef"));
        Files.writeString(build.resolveSibling("0123456789abcdef").resolve("vpo.api.jar"), "of another build");
        startAndStop();
        assertThat(contents(cache.resolve("jars"))).containsAllEntriesOf(whole);
        assertThat(build.resolveSibling("0123456789abcdef")).doesNotExist();

        Files.writeString(cache.resolve("framework/bundle999"), "of another framework");
        Files.writeString(cache.resolve("framework/cache.lock"), "");
        startAndStop();

        delete(cache.resolve("framework"));
        Files.writeString(cache.resolve("framework"), "a file");
        startAndStop();

        delete(cache);
        startAndStop();
        assertThat(contents(cache.resolve("jars"))).isEqualTo(whole);
    }

    @Test
    void aCacheThatCannotBeWrittenIsToldOfInOneLine() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("cache"), "in the way");
        assertThat(started(daemon().jar(VpoJar.jar()).serve()).awaitFailedStart("STARTUP_FAILED"))
                .contains("cannot use the cache directory", data.resolve("cache").toString());
    }

    private void startAndStop() throws Exception {
        DaemonProcess daemon = started(daemon().jar(VpoJar.jar()).serve()).awaitRunning();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("ERROR")).isEmpty();
        assertThat(daemon.messages("WARNING")).isEmpty();
    }

    private static List<Path> bundles(Path cache) throws IOException {
        try (Stream<Path> walk = Files.walk(cache.resolve("jars"))) {
            return walk.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static Map<String, Long> contents(Path folder) throws IOException {
        Map<String, Long> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                CRC32C crc = new CRC32C();
                crc.update(Files.readAllBytes(file));
                contents.put(folder.relativize(file).toString(), crc.getValue());
            }
        }
        return contents;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
