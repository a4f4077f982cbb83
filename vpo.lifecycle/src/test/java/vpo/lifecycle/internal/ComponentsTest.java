package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.condition.Condition;
import org.osgi.util.promise.Promise;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.config.ServerConfig;
import vpo.lifecycle.DaemonState;

/** The components by themselves, in a real framework whose only bundle is its own. */
@Timeout(60)
class ComponentsTest {
    @RegisterExtension
    final Logged logged = new Logged();

    @TempDir
    Path storage;

    private Framework framework;
    private BundleContext context;

    @BeforeEach
    void startTheFramework() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", storage.toString(),
                "felix.log.level", "0"));
        framework.start();
        context = framework.getBundleContext();
    }

    @AfterEach
    void stopTheFramework() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    @Test
    void theFrameworksStopWaitsForTheDrain() throws Exception {
        DaemonComponent daemon = new DaemonComponent(context, new Config(3600, 60));
        Task task = daemon.register().begin("scan of /media");
        framework.stop();
        // Told once tasks are refused; the state is told before.
        await().untilAsserted(() -> assertThat(logged.lines())
                .anyMatch(line -> line.startsWith("INFO Waiting up to 3600.0 s for 1 task: scan of /media (")));
        assertThat(daemon.state()).isEqualTo(DaemonState.SHUTTING_DOWN);
        assertThat(daemon.shutdown().isShuttingDown()).isTrue();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> daemon.register().begin("more"));

        new InFlightReport(daemon, daemon.register()).run();
        assertThat(logged.lines()).last().asString().matches("INFO SHUTTING_DOWN: in flight are 1 task: scan of /media"
                + " \\(.* s\\); what is left is cancelled in 3\\d{3}\\.\\d s");
        assertThat(context.getBundle().getState()).as("the stop has not gone on").isEqualTo(Framework.STOPPING);

        task.close();
        framework.waitForStop(0);
        assertThat(task.isCancelled()).isFalse();
    }

    @Test
    void aReloadKeepsTheStateAndChangesTheNextDeadline() throws Exception {
        DaemonComponent daemon = new DaemonComponent(context, new Config(3600, 60));
        Task task = daemon.register().begin("scan of /media");
        task.runOn(Thread.ofPlatform().unstarted(() -> {}));
        task.onCancel(task::close);
        daemon.modified(new Config(0.1, 60));
        assertThat(daemon.register().inFlight()).hasSize(1);
        CompletableFuture<Boolean> drainedFirst = new CompletableFuture<>();
        context.addServiceListener(event -> drainedFirst.complete(task.isCancelled()),
                "(" + Condition.CONDITION_ID + "=" + StartConditions.DRAINED + ")");
        framework.stop();
        framework.waitForStop(0);
        assertThat(task.cancelReason().orElseThrow()).contains("(0.1 s)");
        assertThat(drainedFirst).isCompletedWithValue(true);
    }

    @Test
    void theDaemonDrainsEvenIfOnlyItsBundleIsStopped() throws Exception {
        DaemonComponent daemon = new DaemonComponent(context, new Config(0.1, 60));
        Task task = daemon.register().begin("scan of /media");
        task.runOn(Thread.ofPlatform().unstarted(() -> {}));
        task.onCancel(task::close);
        daemon.deactivate();
        assertThat(task.isCancelled()).isTrue();
        assertThat(daemon.state()).isEqualTo(DaemonState.STOPPED);
    }

    @Test
    void conditionsTakeTheDaemonToRunningAndTheirLossDoesNotTakeItBack() throws Exception {
        DaemonComponent daemon = new DaemonComponent(context, new Config(30, 60));
        announce(StartConditions.CONFIGURED);
        announce(StartConditions.BUNDLES_STARTED);
        announce(StartConditions.HEALTH);
        announce(StartConditions.ACCESS);
        StartComponent start = new StartComponent(context, daemon);
        assertThat(daemon.state()).isEqualTo(DaemonState.CONNECTING);

        var database = announce(StartConditions.DATABASE_VERIFIED);
        assertThat(find(StartConditions.READY_TO_LISTEN)).hasSize(1);
        announce(StartConditions.LISTENING);
        assertThat(daemon.state()).isEqualTo(DaemonState.RUNNING);
        assertThat(find(StartConditions.RUNNING)).hasSize(1);

        database.unregister();
        assertThat(daemon.state()).isEqualTo(DaemonState.RUNNING);
        start.deactivate();
        assertThat(find(StartConditions.RUNNING)).isEmpty();
        assertThat(find(StartConditions.READY_TO_LISTEN)).isEmpty();
    }

    @Test
    void aStartThatTakesTooLongFailsAndSaysWhatIsMissing() throws Exception {
        announce(StartConditions.CONFIGURED);
        StartWatch watch = new StartWatch(context, new Config(30, 0.1), new OneUnsatisfied());
        await().untilAsserted(() -> assertThat(find(StartConditions.FAILED)).singleElement().satisfies(failed -> {
            assertThat(failed.getProperty(StartFailure.PROPERTY_STATE)).isEqualTo("STARTUP_FAILED");
            assertThat(failed.getProperty(StartFailure.PROPERTY_MESSAGE)).isEqualTo("RUNNING was not reached within"
                    + " 0.1 s (server.start_timeout); not done: vpo.bundles.started, vpo.database.verified,"
                    + " vpo.health, vpo.access, vpo.ready.to.listen, vpo.listening, vpo.running; component vpo.http.Main (bundle vpo.http 1.2.3) has no"
                    + " configuration vpo.http.pid; if the machine is merely slow, raise server.start_timeout");
        }));
        watch.deactivate();
    }

    @Test
    void aStartThatIsOverIsNotWatched() throws Exception {
        var running = announce(StartConditions.RUNNING);
        StartWatch afterwards = new StartWatch(context, new Config(30, 0), new OneUnsatisfied());
        running.unregister();
        announce(StartConditions.FAILED);
        StartWatch failed = new StartWatch(context, new Config(30, 0), new OneUnsatisfied());
        assertThat(threadOf("vpo-start-watch")).isFalse();
        assertThat(find(StartConditions.FAILED)).hasSize(1);
        afterwards.deactivate();
        failed.deactivate();
    }

    @Test
    void theWatchEndsWithTheStart() throws Exception {
        StartWatch watch = new StartWatch(context, new Config(30, 3600), new OneUnsatisfied());
        assertThat(threadOf("vpo-start-watch")).isTrue();
        announce(StartConditions.RUNNING);
        await().until(() -> !threadOf("vpo-start-watch"));
        assertThat(find(StartConditions.FAILED)).isEmpty();
        watch.deactivate();
    }

    private ServiceRegistration<Condition> announce(String id) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(Condition.CONDITION_ID, id));
        return context.registerService(Condition.class, Condition.INSTANCE, properties);
    }

    private Collection<ServiceReference<Condition>> find(String id) throws Exception {
        return context.getServiceReferences(Condition.class, "(osgi.condition.id=" + id + ")");
    }

    private static boolean threadOf(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals(name));
    }

    /** The configuration, as Declarative Services would make it. */
    private record Config(double shutdown__timeout, double start__timeout) implements ServerConfig {
        @Override
        public String bind() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return 8321;
        }

        @Override
        public double idle__exit() {
            return 0;
        }

        @Override
        public String auth__token() {
            return null;
        }

        @Override
        public String auth__token__file() {
            return null;
        }

        @Override
        public String[] host__names() {
            return new String[0];
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return ServerConfig.class;
        }
    }

    /** A container with one component, which lacks its configuration. */
    private static final class OneUnsatisfied implements ServiceComponentRuntime {
        private final StartDiagnosis.Component component = StartDiagnosisTest.component("vpo.http",
                ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION);

        @Override
        public Collection<ComponentDescriptionDTO> getComponentDescriptionDTOs(
                Bundle... bundles) {
            return List.of(component.description());
        }

        @Override
        public ComponentDescriptionDTO getComponentDescriptionDTO(Bundle bundle, String name) {
            return component.description();
        }

        @Override
        public Collection<ComponentConfigurationDTO> getComponentConfigurationDTOs(
                ComponentDescriptionDTO description) {
            return component.configurations();
        }

        @Override
        public boolean isComponentEnabled(ComponentDescriptionDTO description) {
            return true;
        }

        @Override
        public Promise<Void> enableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Promise<Void> disableComponent(ComponentDescriptionDTO description) {
            throw new UnsupportedOperationException();
        }
    }
}
