package vpo.admin.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import javax.sql.DataSource;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.config.Configuration;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.config.Setting;
import vpo.config.Source;
import vpo.http.RequestStatistics;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;
import vpo.plugins.PluginSummary;

/** What the API asks of a daemon, to be set by a test, and what it was told to do. Our own interfaces only. */
final class Daemon
        implements
            Lifecycle,
            DaemonControl,
            RequestStatistics,
            ConfigurationSource,
            ConfigurationReload,
            PluginAdministration,
            LoggerAdmin,
            HealthCheckExecutor {
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<PluginRequest> pluginRequests = new CopyOnWriteArrayList<>();
    final KeptLog log = new KeptLog();
    final Map<String, LogLevel> levels = new TreeMap<>(Map.of("ROOT", LogLevel.INFO));
    volatile ShutdownState shutdown = ShutdownState.NONE;
    volatile boolean draining;
    volatile Function<PluginRequest, PluginAnswer> plugins = _ -> new PluginAnswer(true, PLUGINS, "");
    volatile List<Setting> settings = List.of(
            new Setting("server.port", 8321, new Source.Environment("VPO_SERVER_PORT"), false, true),
            new Setting("server.auth_token", "very secret indeed", new Source.Default(), true, true),
            new Setting("plugins.plugin_dirs", List.of("/p"), new Source.Default(), false, true));
    volatile Reload outcome = new Reload.Unchanged();
    volatile Result.Status health = Result.Status.OK;
    volatile List<RunningTask> tasks = List.of(new RunningTask(12,
            new TaskInfo("scan of /media", Instant.now(), Duration.ofMillis(1500), OptionalDouble.empty(), "", false)));

    static final String CAT = """
            {"name": "cat", "symbolic_name": "test.cat", "version": "1.0.0", "plugin": true, "state": "running",
             "reason": null, "newer": null, "built_in": false, "file": "/p/cat.jar", "sha256": "%s"}"""
            .formatted("0".repeat(64));
    static final String PLUGINS = "{\"daemon\": true, \"safe_mode\": false, \"plugins\": [" + CAT + "], \"files\": []}";

    Services services(Path data, Optional<DataSource> library) {
        return new Services("0.1.0", data, this, this, this, this, this, this, log, this, () -> Optional.of(this),
                () -> library);
    }

    @Override
    public DaemonState state() {
        return shutdown.isShuttingDown() ? DaemonState.SHUTTING_DOWN : DaemonState.RUNNING;
    }

    @Override
    public ShutdownState shutdown() {
        return shutdown;
    }

    @Override
    public Optional<Duration> untilDeadline() {
        return shutdown.timeoutDeadline().map(_ -> Duration.ofSeconds(30));
    }

    void shutDown() {
        shutdown = new ShutdownState(Optional.of(Instant.now()), Optional.of(Instant.now().plusSeconds(30)), 1);
    }

    @Override
    public Duration uptime() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Instant startedAt() {
        return Instant.parse("2026-11-24T17:00:00Z");
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public boolean stopsWhenIdle() {
        return false;
    }

    @Override
    public void drain(String who) {
        draining = true;
        done.add("drain by " + who);
    }

    @Override
    public boolean resume(String who) {
        done.add("resume by " + who);
        return !shutdown.isShuttingDown();
    }

    @Override
    public void stop(String who) {
        done.add("stop by " + who);
    }

    @Override
    public void stopWhenIdle(String who) {
        done.add("stop when idle by " + who);
    }

    @Override
    public boolean stopIfIdle(String who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<RunningTask> tasks() {
        return tasks;
    }

    @Override
    public long refusedTasks() {
        return 0;
    }

    @Override
    public long cancelledTasks() {
        return 0;
    }

    @Override
    public boolean cancel(long id, String reason) {
        done.add("cancel " + id + ": " + reason);
        return id == 12;
    }

    @Override
    public Task beginAdministration(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long total() {
        return 7;
    }

    @Override
    public int inFlight() {
        return 1;
    }

    @Override
    public long refused() {
        return 2;
    }

    @Override
    public long answered(int statusClass) {
        return 0;
    }

    @Override
    public Configuration current() {
        return new Configuration(Optional.empty(), Path.of("/d/config.toml"), Path.of("/d"),
                settings, Map.of(), List.of());
    }

    @Override
    public Reload reload() {
        throw new UnsupportedOperationException("the reload service's, not the API's");
    }

    @Override
    public Reload reloadChanged() {
        return reload();
    }

    @Override
    public Reload reload(String reason) {
        done.add("reload by " + reason);
        return outcome;
    }

    @Override
    public List<Problem> errors(PluginSchema schema) {
        return List.of();
    }

    @Override
    public void use(List<PluginSchema> schemas) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PluginSummary summary() {
        return new PluginSummary(true, false, List.of("plugin cat 1.0.0"), List.of(), List.of());
    }

    @Override
    public PluginAnswer perform(PluginRequest request) {
        pluginRequests.add(request);
        return plugins.apply(request);
    }

    /** Logs a line. */
    void log(LogLevel level, String message, Throwable exception) {
        log.add(level, message, exception);
    }

    @Override
    public LoggerContext getLoggerContext(String name) {
        return new LoggerContext() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public LogLevel getEffectiveLogLevel(String logger) {
                return LogLevel.INFO;
            }

            @Override
            public Map<String, LogLevel> getLogLevels() {
                return new TreeMap<>(levels);
            }

            @Override
            public void setLogLevels(Map<String, LogLevel> wanted) {
                levels.clear();
                levels.putAll(wanted);
                levels.putIfAbsent("ROOT", LogLevel.INFO);
            }

            @Override
            public void clear() {
                setLogLevels(Map.of());
            }

            @Override
            public boolean isEmpty() {
                return false;
            }
        };
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector) {
        return execute(selector, new HealthCheckExecutionOptions());
    }

    @Override
    public List<HealthCheckExecutionResult> execute(HealthCheckSelector selector,
            HealthCheckExecutionOptions options) {
        Map<String, Object> properties = Map.of(Constants.SERVICE_ID, 1L, HealthCheck.NAME, "database",
                HealthCheck.TAGS, new String[]{"ready"});
        ServiceReference<?> reference = (ServiceReference<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{ServiceReference.class}, (_, method, arguments) -> method.getName().equals("getProperty")
                        ? properties.get(arguments[0])
                        : null);
        HealthCheckMetadata metadata = new HealthCheckMetadata(reference);
        return new ArrayList<>(List.of(new HealthCheckExecutionResult() {
            @Override
            public Result getHealthCheckResult() {
                return new Result(health, "as set");
            }

            @Override
            public long getElapsedTimeInMs() {
                return 1;
            }

            @Override
            public Date getFinishedAt() {
                return new Date();
            }

            @Override
            public boolean hasTimedOut() {
                return false;
            }

            @Override
            public HealthCheckMetadata getHealthCheckMetadata() {
                return metadata;
            }
        }));
    }
}
