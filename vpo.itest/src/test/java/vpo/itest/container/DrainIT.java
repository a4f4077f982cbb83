package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.url;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.ops4j.pax.exam.nat.internal.NativeTestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.config.ConfigInputs;
import vpo.config.FileConfigurationSource;

/**
 * The stop of the framework, seen from outside: a test inside would be stopped with it. The work in flight is that of
 * this module's own bundle.
 */
@Isolated
class DrainIT {
    private final Http http = new Http(Http.freePort(), this::data);

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
        Path file = Files.writeString(data.resolve("config.toml"), "[server]\nshutdown_timeout = 25.0\n");
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

    @Test
    void everyBundleIsActiveUntilTheLastWorkHasEnded() throws Exception {
        List<String> stopped = new CopyOnWriteArrayList<>();
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle() != framework) {
                stopped.add(event.getBundle().getSymbolicName());
            }
        });
        assertThat(http.get("/itest/work/task?name=scan").body()).isEqualTo("done");
        CompletableFuture<HttpResponse<String>> slow = http.later("/itest/work/request");
        CompletableFuture<HttpResponse<String>> later = http.later("/itest/work/async");
        await().atMost(InContainer.PATIENCE).until(() -> inFlight().size() == 3);
        List<Bundle> bundles = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(bundle -> bundle != framework).toList();

        framework.stop();

        await().atMost(InContainer.PATIENCE).until(() -> http.get("/health").statusCode() == 503);
        assertThat(http.get("/health").body()).startsWith("{\"status\": \"unhealthy\", \"database\": \"connected\"")
                .endsWith("\"shutting_down\": true}");
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = http.get("/readyz?verbose");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("SHUTTING_DOWN, waiting for 3: ", "scan (", "GET /itest/work/request (",
                "GET /itest/work/async (");
        HttpResponse<String> refused = http.get("/itest/work/task?name=late");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("\"code\": \"SHUTTING_DOWN\"");
        assertThat(inFlight()).hasSize(3);
        assertThat(bundles).allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
        assertThat(stopped).isEmpty();
        assertThat(slow).isNotDone();
        assertThat(later).isNotDone();

        assertThat(http.get("/itest/open").body()).isEqualTo("open");
        assertThat(slow.get(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
        assertThat(later.get(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
        await().atMost(InContainer.PATIENCE).until(() -> framework.getState() == Bundle.RESOLVED);
        assertThat(stopped).contains("vpo.http", "vpo.lifecycle", "vpo.database", "vpo.jetty");
        assertThat(http.isOpen()).isFalse();
    }

    @Test
    void whatIsStoppedTwiceDrainsOnce() throws Exception {
        assertThat(http.get("/itest/work/task?name=scan").statusCode()).isEqualTo(200);
        framework.stop();
        await().atMost(InContainer.PATIENCE).until(() -> http.get("/health").statusCode() == 503);
        framework.stop();
        assertThat(framework.getState()).isEqualTo(Bundle.STOPPING);
        assertThat(inFlight()).hasSize(1);
        http.get("/itest/open");
        await().atMost(InContainer.PATIENCE).until(() -> framework.getState() == Bundle.RESOLVED);
    }

    @Test
    void anOperatorsStopIsTheSameDrain() throws Exception {
        assertThat(http.get("/itest/work/task?name=scan").statusCode()).isEqualTo(200);
        control("stop", "the test");
        await().atMost(InContainer.PATIENCE).until(() -> http.get("/health").statusCode() == 503);
        assertThat(inFlight()).hasSize(1);
        assertThat(control("resume", "the test")).isEqualTo(false);
        http.get("/itest/open");
        await().atMost(InContainer.PATIENCE).until(() -> framework.getState() == Bundle.RESOLVED);
    }

    @Test
    void stopsWhenTheLastWorkHasEndedAndNotBefore() throws Exception {
        assertThat(http.get("/itest/work/task?name=scan").statusCode()).isEqualTo(200);
        control("stopWhenIdle", "the test");
        assertThat(http.get("/itest/work/task?name=late").statusCode()).isEqualTo(503);
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
        assertThat(http.get("/readyz?verbose").body()).contains("and it stops when idle, waiting for 1: scan (");
        // A request has come to its end meanwhile, and the daemon is not idle for that.
        assertThat(framework.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(inFlight()).hasSize(1);
        http.get("/itest/open");
        await().atMost(InContainer.PATIENCE).until(() -> framework.getState() == Bundle.RESOLVED);
    }

    private Object control(String method, String who) throws Exception {
        BundleContext context = framework.getBundleContext();
        Object control = context.getService(context.getAllServiceReferences("vpo.lifecycle.DaemonControl", null)[0]);
        return control.getClass().getMethod(method, String.class).invoke(control, who);
    }

    /** What is in flight; by reflection, because the bundles have types of their own. */
    private List<?> inFlight() throws Exception {
        BundleContext context = framework.getBundleContext();
        Object tasks = context.getService(context.getAllServiceReferences("vpo.api.task.Tasks", null)[0]);
        return (List<?>) tasks.getClass().getMethod("inFlight").invoke(tasks);
    }
}
