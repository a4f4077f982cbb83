package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.Test;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

import vpo.api.start.StartConditions;
import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.Tasks;
import vpo.config.ConfigurationReload;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;

/** The daemon's states and tasks; how it stops is {@link DrainIT}'s. */
public class LifecycleIT extends InContainer {

    @Test
    public void withoutConfigurationThereIsNoLife() {
        assertThat(isThere(Lifecycle.class)).isFalse();
        assertThat(isThere(Tasks.class)).isFalse();
        assertThat(isMet(StartConditions.READY_TO_LISTEN)).isFalse();
        assertThat(isMet(StartConditions.RUNNING)).isFalse();
        assertThat(isMet(StartConditions.FAILED)).isFalse();
    }

    @Test
    public void withItTheDaemonGetsToRunning() throws Exception {
        serve();
        Lifecycle lifecycle = service(Lifecycle.class);
        assertThat(lifecycle.state()).isEqualTo(DaemonState.RUNNING);
        assertThat(lifecycle.shutdown()).isEqualTo(ShutdownState.NONE);
        assertThat(isMet(StartConditions.CONFIGURED) && isMet(StartConditions.DATABASE_VERIFIED)
                && isMet(StartConditions.READY_TO_LISTEN) && isMet(StartConditions.LISTENING)).isTrue();
        assertThat(isMet(StartConditions.FAILED)).isFalse();
    }

    @Test
    public void withoutADatabaseItStaysConnecting() throws Exception {
        bundle("vpo.database").stop();
        configure();
        awaitCondition(StartConditions.CONFIGURED);
        await().atMost(PATIENCE).until(() -> service(Lifecycle.class).state() == DaemonState.CONNECTING);
        assertThat(isMet(StartConditions.READY_TO_LISTEN)).isFalse();
        bundle("vpo.database").start();
        awaitCondition(StartConditions.RUNNING);
    }

    @Test
    public void tasksAreKnownWhileTheyRun() throws Exception {
        serve();
        Tasks tasks = service(Tasks.class);
        CountDownLatch end = new CountDownLatch(1);
        var ended = tasks.run("scan of /films", task -> {
            task.progress(50, "half way");
            end.await();
        }).toCompletableFuture();
        try (Task another = tasks.begin("another")) {
            await().atMost(PATIENCE).until(() -> tasks.inFlight().stream().anyMatch(t -> t.note().equals("half way")));
            assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly("scan of /films", another.name());
        }
        end.countDown();
        ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(tasks.inFlight()).isEmpty();
    }

    @Test
    public void aNewTimeoutLosesNeitherStateNorTasks() throws Exception {
        serve("[server]", "shutdown_timeout = 20.0");
        ServiceReference<Lifecycle> before = context.getServiceReference(Lifecycle.class);
        Lifecycle lifecycle = context.getService(before);
        Tasks tasks = service(Tasks.class);
        Task task = tasks.begin("survivor");

        write("[server]", "shutdown_timeout = 25.0");
        service(ConfigurationReload.class).reload("test");
        // Configuration Admin hands it out on a thread of its own.
        await().atMost(PATIENCE).until(() -> before.getProperty("shutdown_timeout").equals(25.0));

        assertThat(context.getServiceReference(Lifecycle.class)).isEqualTo(before);
        assertThat(lifecycle.state()).isEqualTo(DaemonState.RUNNING);
        assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly("survivor");
        assertThat(isMet(StartConditions.RUNNING)).isTrue();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> stop("vpo.lifecycle"));
        await().atMost(PATIENCE).until(() -> lifecycle.shutdown().isShuttingDown());
        ShutdownState shutdown = lifecycle.shutdown();
        assertThat(Duration.between(shutdown.initiated().get(), shutdown.timeoutDeadline().get()))
                .isEqualTo(Duration.ofSeconds(25));
        assertThat(shutdown.tasksRemaining()).isEqualTo(1);
        task.close();
        stop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(lifecycle.state()).isEqualTo(DaemonState.STOPPED);
        assertThat(lifecycle.shutdown().initiated()).isEqualTo(shutdown.initiated());
    }

    /** A plugin's component that lacks something is the plugin's affair. */
    @Test
    public void aGuestsUnsatisfiedComponentHoldsUpNoStart() throws Exception {
        Guest.waitingFor("no.such.Service").install(context);
        serve();
        assertThat(isMet(StartConditions.FAILED)).isFalse();
    }

    @Test
    public void aStartThatTakesTooLongNamesWhatIsMissing() throws Exception {
        Guest.waitingFor("no.such.Service").install(context);
        bundle("vpo.database").stop();
        configure("[server]", "start_timeout = 0.2");
        awaitCondition(StartConditions.FAILED);
        assertThat(failure().orElseThrow()).startsWith("STARTUP_FAILED: ")
                .contains("within 0.2 s", StartConditions.DATABASE_VERIFIED, "bundle vpo.database", "is not started",
                        "component guest (bundle guest 1.0.0) has no service no.such.Service");
    }

    private void stop(String symbolicName) {
        try {
            bundle(symbolicName).stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }
}
