package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.BeforeEach;

import vpo.plugins.internal.Jars;

/** A daemon with a plugin folder whose content it trusts, unless the test says otherwise. */
abstract class PluginTest extends ProcessTest {
    /** The configuration that trusts the folder. */
    static final String TRUSTING = "[plugins]\ntrust = \"directory\"\n";

    Path plugins;

    @BeforeEach
    final void pluginFolder() throws IOException {
        plugins = Files.createDirectories(data.resolve("plugins"));
        configure(TRUSTING);
    }

    /** Puts a jar into the plugin folder, whole from the first moment. */
    final Path put(String file, Jars jar) throws IOException {
        return put(file, jar.bytes());
    }

    final Path put(String file, byte[] content) throws IOException {
        Path part = Files.write(folder.resolve("part"), content);
        return Files.move(part, plugins.resolve(file), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    static HttpResponse<String> get(DaemonProcess daemon, String name) {
        return daemon.get("/plugins/" + name + "/page");
    }

    static void awaitPage(DaemonProcess daemon, String name, String text) {
        daemon.awaitAnswer("/plugins/" + name + "/page",
                answer -> answer.statusCode() == 200 && answer.body().equals(text));
    }

    static void awaitNoPage(DaemonProcess daemon, String name) {
        daemon.awaitAnswer("/plugins/" + name + "/page", answer -> answer.statusCode() == 404);
    }

    static String since(DaemonProcess daemon, String name) {
        return get(daemon, name).headers().firstValue("Since").orElseThrow();
    }

    /**
     * The check of the plugins, as {@code /readyz?verbose} tells it.
     *
     * @throws NoSuchElementException if it is not told, as for a moment when the bundle of the checks was stopped
     */
    static String check(DaemonProcess daemon) {
        return daemon.get("/readyz?verbose").body().lines().filter(line -> line.contains(" plugins ")).findFirst()
                .orElseThrow();
    }

    static void awaitCheck(DaemonProcess daemon, String part) {
        await(part).atMost(DaemonProcess.PATIENCE).ignoreException(NoSuchElementException.class)
                .until(() -> check(daemon).contains(part));
    }

    static void assertHealthy(DaemonProcess daemon) {
        HttpResponse<String> health = daemon.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).startsWith("{\"status\": \"healthy\", \"database\": \"connected\"");
        assertThat(daemon.get("/readyz").body()).isEqualTo("ok\n");
        assertThat(daemon.get("/livez").body()).isEqualTo("ok\n");
    }

    /** Stops in good order. */
    static void stop(DaemonProcess daemon) throws IOException, InterruptedException {
        assertThat(daemon.signal("TERM").awaitExit()).as(daemon.logText()).isZero();
        assertThat(daemon.messages("INFO")).endsWith("stopped");
    }
}
