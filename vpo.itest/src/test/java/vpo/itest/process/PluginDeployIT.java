package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static vpo.itest.plugin.Pages.HTTP;
import static vpo.itest.plugin.Pages.page;
import static vpo.itest.plugin.Pages.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import vpo.plugins.internal.Jars;
import vpo.plugins.internal.store.Sha256;

/**
 * Jars come into the plugin folder as people and programs put them there. The daemon finds them by looking, on every
 * file system in the same way: nothing here depends on being told of changes.
 */
class PluginDeployIT extends PluginTest {
    private final AtomicInteger clocks = new AtomicInteger();

    /** When a jar that was put there now runs, the daemon has looked at everything else there twice at least. */
    private void awaitTwoLooks(DaemonProcess daemon) throws IOException {
        String name = "clock-" + clocks.incrementAndGet();
        put(name + ".jar", page(name, "1.0.0", "tick"));
        awaitPage(daemon, name, "tick");
    }

    private static void command(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void copiedMovedReplacedAndRemoved() throws Exception {
        DaemonProcess daemon = running();
        Path one = page("cat", "1.0.0", "one").write(folder.resolve("one.jar"));
        Path two = page("cat", "1.1.0", "two").write(folder.resolve("two.jar"));
        Path three = page("cat", "1.1.0", "three").write(folder.resolve("three.jar"));
        Path target = plugins.resolve("cat.jar");
        command("cp", one.toString(), target.toString());
        awaitPage(daemon, "cat", "one");
        command("mv", two.toString(), target.toString());
        awaitPage(daemon, "cat", "two");
        command("cp", three.toString(), target.toString());
        awaitPage(daemon, "cat", "three");
        String since = since(daemon, "cat");
        command("mv", target.toString(), plugins.resolve("tom.jar").toString());
        awaitTwoLooks(daemon);
        awaitTwoLooks(daemon);
        assertThat(since(daemon, "cat")).as("a renamed jar goes on running").isEqualTo(since);
        command("rm", plugins.resolve("tom.jar").toString());
        awaitNoPage(daemon, "cat");
        assertThat(daemon.messages("WARNING")).isEmpty();
        stop(daemon);
    }

    @Test
    void whatIsWrittenSlowlyIsWaitedForAndRunsNothingAndRemovesNothingUntilThen() throws Exception {
        put("cat.jar", page("cat", "1.0.0", "one"));
        DaemonProcess daemon = running();
        awaitPage(daemon, "cat", "one");
        String since = since(daemon, "cat");
        byte[] cat = page("cat", "2.0.0", "two").bytes();
        byte[] dog = page("dog", "1.0.0", "new").bytes();
        // Both at once: over one that runs, and a new one.
        try (OutputStream over = Files.newOutputStream(plugins.resolve("cat.jar"));
                OutputStream fresh = Files.newOutputStream(plugins.resolve("dog.jar"))) {
            for (int stall = 0; stall < 3; stall++) {
                over.write(cat, cat.length / 4 * stall, cat.length / 4);
                fresh.write(dog, dog.length / 4 * stall, dog.length / 4);
                awaitTwoLooks(daemon);
                assertThat(since(daemon, "cat")).isEqualTo(since);
                assertThat(get(daemon, "dog").statusCode()).isEqualTo(404);
                awaitCheck(daemon, "cat.jar is not a whole jar");
                awaitCheck(daemon, "dog.jar is not a whole jar");
            }
            over.write(cat, cat.length / 4 * 3, cat.length - cat.length / 4 * 3);
            fresh.write(dog, dog.length / 4 * 3, dog.length - dog.length / 4 * 3);
        }
        awaitPage(daemon, "cat", "two");
        awaitPage(daemon, "dog", "new");
        await("the end of the look").atMost(DaemonProcess.PATIENCE)
                .until(() -> !check(daemon).contains("not a whole jar"));
        stop(daemon);
    }

    @Test
    void garbageAndHalfAJarOverARunningPluginChangeNothingNotEvenOverARestart() throws Exception {
        put("cat.jar", page("cat", "1.0.0", "one"));
        DaemonProcess daemon = running();
        awaitPage(daemon, "cat", "one");
        String since = since(daemon, "cat");
        put("cat.jar", "garbage".getBytes());
        awaitCheck(daemon, "cat.jar is not a whole jar");
        byte[] two = page("cat", "2.0.0", "two").bytes();
        Files.write(plugins.resolve("cat.jar"), Arrays.copyOf(two, two.length / 2),
                StandardOpenOption.TRUNCATE_EXISTING);
        awaitTwoLooks(daemon);
        Files.write(plugins.resolve("cat.jar"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        awaitTwoLooks(daemon);
        assertThat(since(daemon, "cat")).isEqualTo(since);
        stop(daemon);

        daemon = running();
        awaitPage(daemon, "cat", "one");
        awaitCheck(daemon, "cat.jar is not a whole jar");
        put("cat.jar", two);
        awaitPage(daemon, "cat", "two");
        stop(daemon);
    }

    @Test
    void manyAtOnce() throws Exception {
        DaemonProcess daemon = running();
        for (int i = 0; i < 40; i++) {
            Files.write(folder.resolve("many-" + i + ".jar"), page("many-" + i, "1.0.0", "this is " + i).bytes());
        }
        command("sh", "-c", "cp '" + folder + "'/many-*.jar '" + plugins + "'");
        for (int i = 0; i < 40; i++) {
            awaitPage(daemon, "many-" + i, "this is " + i);
        }
        command("sh", "-c", "rm '" + plugins + "'/many-?.jar '" + plugins + "'/many-1?.jar");
        for (int i = 0; i < 20; i++) {
            awaitNoPage(daemon, "many-" + i);
        }
        for (int i = 20; i < 40; i++) {
            assertThat(get(daemon, "many-" + i).body()).isEqualTo("this is " + i);
        }
        stop(daemon);
    }

    /** As when a disk with plugins is not mounted, while the daemon runs and when it starts. */
    @Test
    void aFolderThatIsNotThereRemovesNothing() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk/plugins"));
        configure(TRUSTING + "plugin_dirs = [\"" + plugins + "\", \"" + disk + "\"]\n");
        DaemonProcess daemon = running();
        page("cat", "1.0.0", "one").write(disk.resolve("cat.jar"));
        awaitPage(daemon, "cat", "one");
        String since = since(daemon, "cat");
        Path away = Files.move(disk, folder.resolve("away"));
        awaitTwoLooks(daemon);
        awaitTwoLooks(daemon);
        assertThat(since(daemon, "cat")).isEqualTo(since);
        stop(daemon);

        daemon = running();
        // Trust is a matter of the folder: what cannot be looked at is not trusted, but it is not forgotten either.
        awaitTwoLooks(daemon);
        awaitCheck(daemon, "is not trusted");
        Files.move(away, disk);
        awaitPage(daemon, "cat", "one");
        stop(daemon);
    }

    @Test
    void noCodeRunsBeforeItsHashIsAcknowledged() throws Exception {
        configure("");
        Path ran = folder.resolve("ran");
        Jars cat = Jars.plugin("cat", "1.0.0").header("Import-Package", HTTP).activator(
                "java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + ran + "\"));" + servlet("/page", "one"),
                "");
        DaemonProcess daemon = running();
        Path jar = put("cat.jar", cat);
        String hash = Sha256.of(jar);
        awaitCheck(daemon, "is not acknowledged: if you trust it, run 'vpo plugin acknowledge cat " + hash + "'");
        acknowledge("cat", hash.replace(hash.charAt(0), hash.charAt(0) == 'a' ? 'b' : 'a'));
        acknowledge("dog", hash);
        awaitTwoTries(daemon);
        assertThat(ran).doesNotExist();
        assertThat(get(daemon, "cat").statusCode()).isEqualTo(404);
        acknowledge("cat", hash);
        awaitPage(daemon, "cat", "one");
        assertThat(ran).exists();

        String since = since(daemon, "cat");
        Path update = put("cat.jar", page("cat", "2.0.0", "two"));
        awaitCheck(daemon, "acknowledge cat " + Sha256.of(update));
        assertThat(since(daemon, "cat")).as("until then the version before runs").isEqualTo(since);
        acknowledge("cat", Sha256.of(update));
        awaitPage(daemon, "cat", "two");
        stop(daemon);
    }

    private void acknowledge(String name, String hash) throws Exception {
        Databases.execute(library, "INSERT INTO plugin_acknowledgments (plugin_name, plugin_hash, acknowledged_at,"
                + " acknowledged_by) VALUES ('" + name + "', '" + hash + "', '2026-01-01T00:00:00+00:00', 'test')");
    }

    /** One that is acknowledged now runs when the database has been asked again of everything. */
    private void awaitTwoTries(DaemonProcess daemon) throws Exception {
        for (int i = 0; i < 2; i++) {
            String name = "try-" + clocks.incrementAndGet();
            Path jar = put(name + ".jar", page(name, "1.0.0", "tick"));
            awaitCheck(daemon, "acknowledge " + name);
            acknowledge(name, Sha256.of(jar));
            awaitPage(daemon, name, "tick");
        }
    }
}
