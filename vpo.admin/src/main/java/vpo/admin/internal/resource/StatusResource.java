package vpo.admin.internal.resource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.service.log.LogLevel;

import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;
import vpo.config.Configuration;
import vpo.config.ConfigurationSource;
import vpo.http.RequestStatistics;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginSummary;

/** {@code /status}: all of the daemon at a glance. */
public final class StatusResource {
    private static final int RECENT_ERRORS = 20;
    private static final PluginSummary NONE = new PluginSummary(false, false, List.of(), List.of(), List.of());

    private final String version;
    private final Lifecycle lifecycle;
    private final DaemonControl control;
    private final RequestStatistics requests;
    private final ConfigurationSource configuration;
    private final Health health;
    private final LogLines log;
    private final Supplier<Optional<PluginAdministration>> plugins;

    /**
     * @param version of the daemon
     * @param plugins the host, as long as it is there
     */
    public StatusResource(String version, Lifecycle lifecycle, DaemonControl control, RequestStatistics requests,
            ConfigurationSource configuration, HealthCheckExecutor checks, LogLines log,
            Supplier<Optional<PluginAdministration>> plugins) {
        this.version = version;
        this.lifecycle = lifecycle;
        this.control = control;
        this.requests = requests;
        this.configuration = configuration;
        this.health = new Health(checks);
        this.log = log;
        this.plugins = plugins;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/status", 200, _ -> Reply.ok(json())));
    }

    /** The whole document, as of now. */
    public Map<String, Object> json() {
        Configuration config = configuration.current();
        ShutdownState shutdown = lifecycle.shutdown();
        PluginSummary summary = plugins.get().map(PluginAdministration::summary).orElse(NONE);
        return Json.object("state", lifecycle.state().name(), "version", version, "pid",
                ProcessHandle.current().pid(), "started_at", lifecycle.startedAt().toString(), "uptime_seconds",
                lifecycle.uptime().toMillis() / 1000.0, "data_directory", config.dataDirectory().toString(),
                "config_file", config.file().map(Path::toString).orElse(null), "draining", control.isDraining(),
                "stop_when_idle", control.stopsWhenIdle(), "shutdown",
                shutdown.isShuttingDown() ? shutdown(shutdown) : null, "safe_mode", summary.safeMode(), "health",
                health.json(shutdown.isShuttingDown()), "tasks", control.tasks().size(), "requests",
                Json.object("total", requests.total(), "in_flight", requests.inFlight(), "refused",
                        requests.refused()),
                "memory", memory(), "plugins",
                Json.object("running", summary.running().size(), "waiting", summary.waiting().size(), "quarantined",
                        summary.quarantined().size()),
                "recent_errors", log.newestFirst(RECENT_ERRORS, LogLevel.WARN));
    }

    private static Map<String, Object> shutdown(ShutdownState state) {
        return Json.object("initiated", state.initiated().map(Instant::toString).orElse(null), "timeout_deadline",
                state.timeoutDeadline().map(Instant::toString).orElse(null), "tasks_remaining",
                state.tasksRemaining());
    }

    private static Map<String, Object> memory() {
        Runtime java = Runtime.getRuntime();
        return Json.object("heap_used_bytes", java.totalMemory() - java.freeMemory(), "heap_max_bytes",
                java.maxMemory(), "resident_bytes", resident());
    }

    /** As Linux tells it; null elsewhere. */
    private static Long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(each -> each.startsWith("VmRSS:"))
                    .map(each -> Long.parseLong(each.replaceAll("\\D", "")) * 1024).findFirst().orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
