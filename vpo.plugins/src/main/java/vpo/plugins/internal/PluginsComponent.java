package vpo.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.api.task.Tasks;
import vpo.config.PluginsConfig;
import vpo.plugins.internal.host.BuiltInPlugins;
import vpo.plugins.internal.host.HostSettings;
import vpo.plugins.internal.host.HostStatus;
import vpo.plugins.internal.host.HostThread;
import vpo.plugins.internal.host.PluginFailures;
import vpo.plugins.internal.trust.Acknowledgments;
import vpo.plugins.internal.trust.FolderTrust;
import vpo.plugins.internal.trust.Trust;

/** The plugin host in the container: begins when the daemon is RUNNING, so that no plugin can hold up its start. */
@Component(service = {HealthCheck.class,
        PluginFailures.class}, immediate = true, configurationPid = PluginsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = {
                HealthCheck.NAME + "=plugins",
                HealthCheck.TAGS + "=ready",
                HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
        })
public final class PluginsComponent implements HealthCheck, PluginFailures {
    private final Acknowledgments acknowledgments;
    private final Trust folders;
    private final HostThread host;
    private volatile HostSettings settings;

    /**
     * Begins.
     *
     * @param running that it is, a reference for the order only
     * @throws IOException if the store cannot be opened
     */
    @Activate
    public PluginsComponent(BundleContext context, PluginsConfig config,
            @Reference(target = "(vpo.database=library-reader)") DataSource reader,
            @Reference(target = "(vpo.database=library)") DataSource library,
            @Reference Tasks tasks,
            @Reference(target = "(" + Condition.CONDITION_ID + "=" + StartConditions.RUNNING + ")") Condition running)
            throws IOException {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        this.acknowledgments = new Acknowledgments(reader, library, Clock.systemUTC());
        // The data directory is the daemon's user's own.
        this.folders = new FolderTrust((Integer) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        this.settings = settings(config);
        this.host = new HostThread(context, data.resolve("plugins-store"), config.plugin__dirs(), () -> settings,
                acknowledgments, BuiltInPlugins.parse(context.getProperty("vpo.plugins.builtin")), tasks);
    }

    /** Trust and limits change at once, the folders with a restart. */
    @Modified
    void modified(PluginsConfig config) {
        settings = settings(config);
    }

    @Deactivate
    void deactivate() {
        host.close();
    }

    private HostSettings settings(PluginsConfig config) {
        return settings(config, acknowledgments, folders);
    }

    static HostSettings settings(PluginsConfig config, Trust acknowledgments, Trust folders) {
        Trust trust = config.trust().equals(PluginsConfig.TRUST_DIRECTORY) ? folders : acknowledgments;
        return new HostSettings(trust, config.auto__load(), config.warn__unacknowledged() && config.auto__load(),
                Duration.ofNanos((long) (config.start__timeout() * 1e9)));
    }

    @Override
    public void keepsFailing(String plugin, String reason) {
        host.quarantine(plugin, reason);
    }

    @Override
    public Result execute() {
        HostStatus status = host.status();
        FormattingResultLog result = new FormattingResultLog();
        if (status.safeMode()) {
            result.warn(
                    "safe mode, no plugins but the daemon's own run: the daemon died three times within a minute of its start;"
                            + " the next start after one that lasts is a normal one");
        }
        status.waiting().forEach(result::warn);
        status.quarantined().forEach(each -> result.warn("in quarantine: {}", each));
        if (status.running().isEmpty()) {
            result.info("none run");
        } else {
            result.info("{} run: {}", status.running().size(), String.join(", ", status.running()));
        }
        return new Result(result);
    }
}
