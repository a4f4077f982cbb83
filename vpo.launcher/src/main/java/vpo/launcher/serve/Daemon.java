package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;
import vpo.launcher.log.LogSettings;
import vpo.launcher.log.Logging;
import vpo.systemd.ServiceManager;

/** {@code vpo serve}: one daemon, from the reading of its configuration to the exit status of its process. */
final class Daemon {
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);
    private static final int STOPPED = 0;
    private static final int START_FAILED = 1;
    /** How much longer than vpo.lifecycle, which names the component that is missing, this class waits for RUNNING. */
    private static final double DIAGNOSIS_SECONDS = 2;
    /** How long a start that failed may take to clean up behind itself; less than what a stop is given. */
    private static final long CLEAN_UP_MILLIS = 3_000;

    private final long started;
    private final String version;
    private final ConfigurationSource configuration;
    private final Stopper stopper;
    private final Logging logging;
    private final HeadStart ahead;
    private final Optional<ServiceManager> manager;

    private Daemon(long started, String version, ConfigurationSource configuration, Stopper stopper, Logging logging,
            HeadStart ahead) {
        this.logging = logging;
        this.ahead = ahead;
        this.started = started;
        this.version = version;
        this.configuration = configuration;
        this.stopper = stopper;
        this.manager = ServiceManager.of(System.getenv());
    }

    /**
     * Runs a daemon until it is stopped.
     *
     * @param started when that began, as {@link System#nanoTime} tells it
     * @param version of this program
     * @param inputs of its configuration
     * @param warnings of the command line, for the log
     * @param ahead has begun
     * @return the exit status
     */
    static int run(long started, String version, ConfigInputs inputs, List<String> warnings, HeadStart ahead) {
        Stopper stopper = new Stopper();
        // Before what takes time: a signal that comes while the rest is being prepared is a stop like any other.
        if (!stopper.install()) {
            return STOPPED;
        }
        ProcessSignals.handle("HUP", Daemon::tooEarly);
        try {
            return run(started, version, inputs, warnings, stopper, ahead);
        } finally {
            stopper.ended();
        }
    }

    private static int run(long started, String version, ConfigInputs inputs, List<String> warnings, Stopper stopper,
            HeadStart ahead) {
        ConfigurationSource source;
        try {
            source = FileConfigurationSource.read(inputs);
        } catch (ConfigurationException e) {
            return refused(LogSettings.ofRefused(e), "CONFIG_ERROR", RefusedConfiguration.line(e), e);
        }
        // Before the log: its file may lie there, and that of a daemon that holds the directory is not for us to touch.
        try (DataDirectory data = DataDirectory.take(source.current().dataDirectory());
                DataDirectory _ = DataDirectory.takeCache(DataDirectory.cache(source.current()), data.path());
                Logging logging = Logging.start(LogSettings.of(source.current()))) {
            logging.takeStandardStreams();
            ahead.logIsThere();
            warnings.forEach(log::warn);
            Daemon daemon = new Daemon(started, version, new LoggingConfigurationSource(source, logging), stopper,
                    logging, ahead);
            stopper.configure(() -> daemon.seconds("server.shutdown_timeout"), logging::close);
            return daemon.run(data);
        } catch (StartException e) {
            return refused(LogSettings.of(source.current()).onStderrOnly(), e.state(), e.getMessage(), e);
        }
    }

    /** A start that failed before the log's file could be opened: the one line goes to stderr. */
    private static int refused(LogSettings settings, String state, String message, Exception cause) {
        try (Logging _ = Logging.start(settings)) {
            log.atError().addKeyValue("state", state).log("{}: {}", state, message);
            log.debug("the start failed", cause);
            FailedStart.tell(ServiceManager.of(System.getenv()), state, message);
        }
        return START_FAILED;
    }

    private int run(DataDirectory data) {
        Configuration config = configuration.current();
        log.info("vpo {} starting: pid {}, data directory {}, {}", version, ProcessHandle.current().pid(),
                config.dataDirectory(),
                config.file().map(file -> "configuration " + file).orElse("no configuration file"));
        config.warnings().forEach(warning -> log.warn("{}", warning));
        try {
            return runContainer(data);
        } catch (StartException e) {
            int status = failed(e);
            FailedStart.tell(manager, e.state(), e.getMessage());
            return status;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the main thread", e);
        }
    }

    private int runContainer(DataDirectory data) throws StartException, InterruptedException {
        LaunchIndex index = index();
        Container container = new Container(index, DataDirectory.cache(configuration.current()),
                properties(data.path()), logging);
        ProcessSignals.handle("HUP", () -> reload(container.framework()));
        if (!stopper.attach(container.framework())) {
            log.info("stopped before it had started");
            return STOPPED;
        }
        Thread.ofPlatform().name("vpo-start").start(() -> start(container));
        try {
            awaitRunning(container);
        } catch (StartException e) {
            if (stopper.isAsked()) {
                log.debug("the start was stopped", e);
            } else {
                int status = failed(e);
                stopper.failed(status);
                cleanUp(container.framework());
                FailedStart.tell(manager, e.state(), e.getMessage());
                return status;
            }
        }
        FrameworkEvent end = awaitStop(container.framework());
        log.debug("framework stopped: {}", end);
        log.info("stopped");
        return STOPPED;
    }

    private static FrameworkEvent awaitStop(Framework framework) throws InterruptedException {
        HeapGrowth heap = new HeapGrowth();
        while (true) {
            try {
                FrameworkEvent end = framework.waitForStop(HeapGrowth.LOOK_MILLIS);
                if (end.getType() != FrameworkEvent.WAIT_TIMEDOUT) {
                    return end;
                }
                heap.look();
            } catch (OutOfMemoryError _) {
                // Whoever filled the heap: without this thread the daemon would end, and not gracefully. To log takes
                // memory, too.
            }
        }
    }

    private void start(Container container) {
        try {
            container.start(configuration, stopper, ahead, manager);
        } catch (StartException e) {
            container.running().completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            container.running().completeExceptionally(
                    new StartException("STARTUP_FAILED", "the container did not start: " + e, e));
        }
    }

    private void awaitRunning(Container container) throws StartException, InterruptedException {
        double limit = seconds("server.start_timeout") + DIAGNOSIS_SECONDS;
        try {
            container.running().get((long) (limit * 1000), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (StartException) e.getCause();
        } catch (TimeoutException e) {
            throw new StartException("STARTUP_FAILED", "not running after " + limit + " s; unfinished bundles: "
                    + container.unfinishedBundles() + "; server.start_timeout gives it more time", e);
        }
    }

    private int failed(StartException e) {
        // Before the line, not after it: other threads log, too.
        logging.hush();
        log.atError().addKeyValue("state", e.state()).log("{}: {}", e.state(), e.getMessage());
        log.debug("the start failed", e);
        return START_FAILED;
    }

    private static void cleanUp(Framework framework) throws InterruptedException {
        try {
            framework.stop();
            framework.waitForStop(CLEAN_UP_MILLIS);
        } catch (BundleException e) {
            log.debug("the container does not stop", e);
        }
    }

    private void reload(Framework framework) {
        BundleContext context = framework.getBundleContext();
        ServiceReference<ConfigurationReload> reference = context == null
                ? null
                : context.getServiceReference(ConfigurationReload.class);
        ConfigurationReload reload = reference == null ? null : context.getService(reference);
        if (reload == null) {
            tooEarly();
        } else {
            reload.reload("SIGHUP");
        }
    }

    private static void tooEarly() {
        log.warn("SIGHUP received, but the daemon is not running: nothing reloaded");
    }

    private Map<String, String> properties(Path data) {
        return Map.of("vpo.version", version, "vpo.data.dir", data.toString(), "vpo.started.nanos",
                Long.toString(started));
    }

    private static LaunchIndex index() throws StartException {
        try {
            return LaunchIndex.read();
        } catch (IOException e) {
            throw new StartException("STARTUP_FAILED", e.getMessage(), e);
        }
    }

    private double seconds(String key) {
        return ((Number) configuration.current().setting(key).value()).doubleValue();
    }
}
