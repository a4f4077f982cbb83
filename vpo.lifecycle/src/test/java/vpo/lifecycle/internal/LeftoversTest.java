package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;

/** What bundles leave in flight that stop in a real framework. */
@Timeout(60)
class LeftoversTest {
    private static final String STOPS = "plugin leaky stops";

    @RegisterExtension
    final Logged logged = new Logged();

    @TempDir
    Path storage;

    private final TaskRegistry tasks = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
    private Framework framework;
    private Bundle leaky;

    /** The code of the bundle. */
    private static final class Code {
        /** Heeds no interrupt. */
        static void loop(CountDownLatch begun, AtomicBoolean end) {
            begun.countDown();
            while (!end.get()) {
                Thread.onSpinWait();
            }
        }
    }

    @BeforeEach
    void startABundle() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", storage.toString(),
                "felix.log.level", "0"));
        framework.start();
        Duration grace = Duration.ofMillis(500);
        Leftovers leftovers = new Leftovers(tasks, new Cancellations(tasks::info, grace), grace);
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPED) {
                leftovers.ofStopped(event.getBundle());
            }
        });
        leaky = install("leaky");
    }

    private Bundle install(String name) throws Exception {
        Manifest manifest = new Manifest(new ByteArrayInputStream("""
                Manifest-Version: 1.0
                Bundle-ManifestVersion: 2
                Bundle-SymbolicName: %s
                """.formatted(name).getBytes()));
        String code = Code.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream in = Code.class.getClassLoader().getResourceAsStream(code)) {
            jar.putNextEntry(new ZipEntry(code));
            in.transferTo(jar);
        }
        Bundle bundle = framework.getBundleContext().installBundle(name, new ByteArrayInputStream(bytes.toByteArray()));
        bundle.start();
        return bundle;
    }

    @AfterEach
    void stopTheFramework() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private void awaitInFlight(String... names) {
        await().untilAsserted(() -> assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly(names));
    }

    /** Begun by the bundle on this thread. */
    private Task begunOn(ExecutorService thread, String name) throws Exception {
        return thread.submit(() -> tasks.begin(name, leaky)).get();
    }

    @Test
    void whatIsNeverClosedIsCancelledAndClosedAndNothingElseIs() throws Exception {
        Bundle other = install("other");
        Task leak;
        Task another;
        try (ExecutorService gone = Executors.newSingleThreadExecutor()) {
            leak = begunOn(gone, "leak");
            another = begunOn(gone, "another leak");
        }
        Task others = tasks.begin("another bundle's", other);
        Task daemons = tasks.begin("the daemon's");
        Task administration = tasks.beginAdministration("stop of leaky");
        leaky.stop();
        awaitInFlight("another bundle's", "the daemon's", "stop of leaky");
        assertThat(leak.cancelReason()).contains(STOPS);
        assertThat(another.cancelReason()).contains(STOPS);
        assertThat(List.of(others, daemons, administration)).noneMatch(Task::isCancelled).allSatisfy(Task::close);
        assertThat(Thread.interrupted()).as("for any of them").isFalse();
        assertThat(logged.lines()).filteredOn(line -> line.startsWith("WARN ")).singleElement().asString()
                .matches(
                        "WARN plugin leaky has stopped, and nothing works on what it did not close, which is closed now:"
                                + " 2 tasks: leak \\(.* s\\), another leak \\(.* s\\)");
    }

    @Test
    void oneThatAnOperatorHadCancelledBeforeIsClosedToo() throws Exception {
        try (ExecutorService gone = Executors.newSingleThreadExecutor()) {
            begunOn(gone, "leak");
        }
        tasks.all().getFirst().cancel("enough");
        assertThat(tasks.size()).isEqualTo(1);
        leaky.stop();
        awaitInFlight();
    }

    @Test
    void workThatHeedsTheInterruptEndsAndNobodyIsWarned() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        tasks.run("loop", _ -> {
            begun.countDown();
            never.await();
        }, leaky);
        begun.await();
        Task told = tasks.begin("told", leaky);
        told.onCancel(told::close);
        leaky.stop();
        awaitInFlight();
        await().untilAsserted(() -> assertThat(logged.lines()).contains("INFO Cancelled, and ended: loop"));
        assertThat(logged.lines()).noneMatch(line -> line.startsWith("WARN "));
    }

    @Test
    void aLoopThatHeedsNothingStaysInFlightAndIsNamed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean end = new AtomicBoolean();
        tasks.run("loop", _ -> Code.loop(begun, end), leaky);
        begun.await();
        leaky.stop();
        await().untilAsserted(() -> assertThat(logged.lines())
                .anyMatch(line -> line.startsWith("WARN Does not end, although it is cancelled: loop (")));
        assertThat(tasks.inFlight()).singleElement().matches(TaskInfo::cancelled);
        end.set(true);
        awaitInFlight();
        assertThat(logged.lines()).noneMatch(line -> line.contains("nothing works on"));
    }

    @Test
    void whatAThreadIsAtIsClosedOnlyWhenThatHasLeftIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean end = new AtomicBoolean();
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            begunOn(pool, "leak");
            FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
                Code.loop(begun, end);
                return Thread.interrupted();
            });
            pool.execute(interrupted);
            begun.await();
            leaky.stop();
            await().untilAsserted(() -> assertThat(logged.lines())
                    .anyMatch(line -> line.startsWith("WARN Does not end, although it is cancelled: leak (")));
            assertThat(tasks.size()).isEqualTo(1);
            end.set(true);
            assertThat(interrupted.get()).isTrue();
            awaitInFlight();
        }
    }

    /** Such as one of HTTP's, that has been at a request of the bundle's before. */
    @Test
    void aThreadThatIsAtTheWorkOfOthersByNowIsNotInterrupted() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            begunOn(pool, "leak");
            FutureTask<Boolean> others = new FutureTask<>(() -> end.await(60, TimeUnit.SECONDS));
            pool.execute(others);
            leaky.stop();
            awaitInFlight();
            end.countDown();
            assertThat(others.get()).isTrue();
        }
    }

    @Test
    void aBundleThatHasStoppedBeginsNothing() throws Exception {
        leaky.stop();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("late", leaky))
                .withMessage("late: refused, because plugin leaky has stopped");
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.run("late", _ -> {}, leaky));
        assertThat(tasks.inFlight()).isEmpty();
        leaky.start();
        tasks.begin("again", leaky).close();
    }
}
