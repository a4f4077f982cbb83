package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.url;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;
import static vpo.itest.plugin.Pages.page;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.ops4j.pax.exam.nat.internal.NativeTestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.config.ConfigInputs;
import vpo.config.FileConfigurationSource;
import vpo.config.PluginSchema;
import vpo.plugins.internal.Jars;

/**
 * Plugins come, change and go while every bundle, every service of the daemon's and two connections are watched: nothing
 * happens to any of them that has nothing to do with that plugin.
 */
@Isolated
class PluginRefreshIT {
    private final Http http = new Http(Http.freePort(), this::data);
    private final List<String> others = new CopyOnWriteArrayList<>();
    private final List<String> plugins = new CopyOnWriteArrayList<>();

    @TempDir
    private Path data;
    private Framework framework;

    private Path data() {
        return data;
    }

    @BeforeEach
    void start() throws Exception {
        NativeTestContainer container = new NativeTestContainer(PaxExamRuntime.createServerSystem(Product.options(),
                url("reference:" + Path.of(System.getProperty("vpo.itest.bundle")).toUri()),
                frameworkProperty("vpo.data.dir").value(data.toString()),
                workingDirectory(data.resolve("framework").toString())), new FrameworkFactory());
        container.start();
        framework = container.getSystemBundle().adapt(Framework.class);
        // Plugins are on a start level of their own, which Pax Exam does not go up to.
        CompletableFuture<FrameworkEvent> up = new CompletableFuture<>();
        framework.adapt(FrameworkStartLevel.class).setStartLevel(100, up::complete);
        up.get(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Files.createDirectories(data.resolve("plugins"));
        Path file = Files.writeString(data.resolve("config.toml"), "[plugins]\ntrust = \"directory\"\n");
        Product.start(framework.getBundleContext(),
                FileConfigurationSource.read(new ConfigInputs(Optional.of(file.toString()), Map.of(),
                        Map.of("VPO_DATA_DIR", data.toString(), "VPO_SERVER_PORT", Integer.toString(http.port())),
                        data, data)));
        await().atMost(InContainer.PATIENCE).until(() -> !framework.getBundleContext()
                .getServiceReferences(Condition.class,
                        "(" + Condition.CONDITION_ID + "=" + StartConditions.RUNNING + ")")
                .isEmpty());
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(InContainer.PATIENCE.toMillis());
    }

    private static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().contains("/plugins-store/");
    }

    private void watch() {
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            String what = event.getBundle().getSymbolicName() + " " + switch (event.getType()) {
                case BundleEvent.STARTED -> "started";
                case BundleEvent.STOPPED -> "stopped";
                default -> "";
            };
            if (!isPlugin(event.getBundle())) {
                others.add(what + event.getType());
            } else if (!what.endsWith(" ")) {
                plugins.add(what);
            }
        });
        framework.getBundleContext().addServiceListener(event -> {
            Bundle owner = event.getServiceReference().getBundle();
            if (event.getType() == ServiceEvent.UNREGISTERING && owner != null && !isPlugin(owner)
                    && event.getServiceReference().getProperty("osgi.http.whiteboard.context.select") == null
                    && event.getServiceReference().getProperty("osgi.http.whiteboard.context.name") == null
            // Says what a plugin's settings are like, and goes with it.
                    && !isOf(event.getServiceReference(), PluginSchema.class)) {
                others.add("unregistered " + event.getServiceReference());
            }
        });
    }

    private static boolean isOf(ServiceReference<?> reference, Class<?> type) {
        return List.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).contains(type.getName());
    }

    @Test
    void nothingElseChangesAndNoConnectionIsCut() throws Exception {
        put("by.jar", page("by", "1.0.0", "bystander"));
        awaitPage("by", "bystander");
        watch();
        List<Bundle> daemon = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE).toList();
        List<Long> modified = daemon.stream().map(Bundle::getLastModified).toList();
        try (Connection stream = new Connection(); Connection kept = new Connection()) {
            stream.ask("/itest/work/stream");
            assertThat(stream.head()).isEqualTo("HTTP/1.1 200 OK");
            // Not on the common pool, which the HTTP client needs, too.
            CompletableFuture<List<String>> streamed = CompletableFuture.supplyAsync(stream::rest,
                    Thread::startVirtualThread);
            kept.assertHealthy();

            put("cat.jar", page("cat", "1.0.0", "one"));
            awaitPage("cat", "one");
            kept.assertHealthy();
            put("cat.jar", page("cat", "2.0.0", "two"));
            awaitPage("cat", "two");
            kept.assertHealthy();
            put("app.jar", page("app", "1.0.0", "app", "lib"));
            put("lib.jar", library("1.0.0"));
            awaitPage("app", "app");
            kept.assertHealthy();
            put("lib.jar", library("1.1.0"));
            await().atMost(InContainer.PATIENCE).until(() -> count("test.app started") == 2);
            awaitPage("app", "app");
            kept.assertHealthy();
            put("cat.jar", "garbage".getBytes());
            Files.delete(data.resolve("plugins/lib.jar"));
            await().atMost(InContainer.PATIENCE).until(() -> count("test.app stopped") == 2);
            Files.delete(data.resolve("plugins/app.jar"));
            Files.delete(data.resolve("plugins/cat.jar"));
            await().atMost(InContainer.PATIENCE).until(() -> count("test.cat stopped") == 2);
            kept.assertHealthy();

            assertThat(streamed).isNotDone();
            assertThat(http.get("/itest/open").body()).isEqualTo("open");
            assertThat(streamed.get(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("more", "done");
        }
        assertThat(http.get("/plugins/by/page").body()).isEqualTo("bystander");
        assertThat(others).as("what happened to the daemon").isEmpty();
        assertThat(daemon).extracting(Bundle::getState).containsOnly(Bundle.ACTIVE);
        assertThat(daemon).extracting(Bundle::getLastModified).isEqualTo(modified);
        assertThat(plugins.stream().collect(Collectors.groupingBy(each -> each, Collectors.counting())))
                .containsExactlyInAnyOrderEntriesOf(Map.of("test.cat started", 2L, "test.cat stopped", 2L,
                        "test.app started", 2L, "test.app stopped", 2L, "test.lib started", 2L, "test.lib stopped",
                        2L));
    }

    private long count(String what) {
        return plugins.stream().filter(what::equals).count();
    }

    private static Jars library(String version) {
        return Jars.bundle("test.lib", version).header("Export-Package", "lib;version=" + version);
    }

    private void put(String file, Jars jar) throws IOException {
        put(file, jar.bytes());
    }

    private void put(String file, byte[] content) throws IOException {
        Files.move(Files.write(data.resolve("part"), content), data.resolve("plugins").resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitPage(String name, String text) {
        await(name + " " + text).atMost(InContainer.PATIENCE)
                .until(() -> http.get("/plugins/" + name + "/page").body().equals(text));
    }

    /** One that is kept alive. */
    private final class Connection implements AutoCloseable {
        private final Socket socket = http.connect();
        private final BufferedReader in = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Connection() throws IOException {}

        void ask(String path) throws IOException {
            socket.getOutputStream().write(
                    ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + http.token().orElseThrow() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** The status line; the headers are read, too. */
        String head() throws IOException {
            String status = in.readLine();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                assertThat(line).doesNotContainIgnoringCase("connection: close");
            }
            return status;
        }

        /** Lines until the end of a chunked answer. */
        List<String> rest() {
            List<String> lines = new ArrayList<>();
            try {
                for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add(e.toString());
            }
            return lines;
        }

        void assertHealthy() throws IOException {
            ask("/health");
            assertThat(head()).isEqualTo("HTTP/1.1 200 OK");
            int depth = 0;
            do {
                int c = in.read();
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                assertThat(c).isNotNegative();
            } while (depth > 0);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
