package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static vpo.itest.plugin.Pages.page;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import vpo.plugins.internal.store.Sha256;

/**
 * The real daemon is killed while it deploys, and its cache is damaged: the plugins are back, whole. The many kills are
 * in vpo.plugins, where a start is cheaper.
 */
class PluginCrashIT extends PluginTest {
    private static final int KILLS = 10;

    @Test
    void killedAtAnyMomentOfAnUpdateTheOldOrTheNewVersionRuns() throws Exception {
        Random random = new Random();
        put("cat.jar", page("cat", "1.0.0", "version 0"));
        DaemonProcess daemon = running();
        awaitPage(daemon, "cat", "version 0");
        for (int kill = 1; kill <= KILLS; kill++) {
            if (kill % 2 == 1) {
                // Three early deaths in a row would lead to safe mode, as they should.
                stop(daemon);
                daemon = running();
                awaitPage(daemon, "cat", "version " + (kill - 1));
            }
            Path jar = put("cat.jar", page("cat", "1.0.0", "version " + kill));
            int millis = random.nextInt(900);
            daemon.letRun(millis);
            daemon.signal("KILL").awaitExit();
            assertThat(versions()).as("kill %d after %d ms", kill, millis).allMatch(PluginCrashIT::isWhole);

            daemon = running();
            HttpResponse<String> first = daemon.awaitAnswer("/plugins/cat/page", answer -> answer.statusCode() == 200);
            assertThat(first.body()).as("kill %d after %d ms", kill, millis).isIn("version " + (kill - 1),
                    "version " + kill);
            awaitPage(daemon, "cat", "version " + kill);
            assertThat(daemon.messages("WARNING")).isEmpty();
            assertThat(versions()).contains(data.resolve("plugins-store/versions/" + Sha256.of(jar) + ".jar"));
        }
        stop(daemon);
        daemon = running();
        awaitPage(daemon, "cat", "version " + KILLS);
        Files.delete(plugins.resolve("cat.jar"));
        daemon.letRun(random.nextInt(900));
        daemon.signal("KILL").awaitExit();
        daemon = running();
        awaitNoPage(daemon, "cat");
        stop(daemon);
    }

    private Set<Path> versions() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("plugins-store/versions"))) {
            return files.collect(Collectors.toSet());
        }
    }

    private static boolean isWhole(Path version) {
        try {
            return version.getFileName().toString().equals(Sha256.of(version) + ".jar");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theBundleCacheIsDisposable() throws Exception {
        put("cat.jar", page("cat", "1.0.0", "one"));
        put("dog.jar", page("dog", "1.0.0", "other"));
        DaemonProcess daemon = running();
        awaitPage(daemon, "cat", "one");
        awaitPage(daemon, "dog", "other");
        stop(daemon);
        // What runs now comes out of the store: the folder is not there.
        Files.move(plugins, folder.resolve("away"));
        configure(TRUSTING.replace("directory", "acknowledged"));
        for (String name : List.of("cat", "dog")) {
            Databases.execute(library, "INSERT INTO plugin_acknowledgments (plugin_name, plugin_hash,"
                    + " acknowledged_at, acknowledged_by) VALUES ('" + name + "', '"
                    + Sha256.of(folder.resolve("away/" + name + ".jar"))
                    + "', '2026-01-01T00:00:00+00:00', 'test')");
        }
        Path cache = data.resolve("cache");

        delete(cache);
        runsBoth();
        for (Path file : files(cache.resolve("framework"))) {
            Files.writeString(file, "damaged");
        }
        runsBoth();
        // As of another VPO, whose framework had other bundles under these numbers.
        Path framework = cache.resolve("framework");
        for (int number = 1; number < 60; number++) {
            Path of = Files.createDirectories(framework.resolve("bundle" + number));
            Files.writeString(of.resolve("bundle.info"), number + "\nreference:file:/nowhere.jar\n2\n1\n0\n0\n");
        }
        delete(cache.resolve("jars"));
        runsBoth();
    }

    private void runsBoth() throws Exception {
        // The jar has the cache of bundles as well.
        DaemonProcess daemon = started(daemon().jar(VpoJar.jar()).serve()).awaitRunning();
        awaitPage(daemon, "cat", "one");
        awaitPage(daemon, "dog", "other");
        assertThat(daemon.messages("WARNING")).isEmpty();
        assertThat(daemon.messages("ERROR")).isEmpty();
        stop(daemon);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
