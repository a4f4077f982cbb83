package vpo.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;

import javax.sql.DataSource;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.config.ConfigurationSource;
import vpo.config.PluginsConfig;
import vpo.config.Seconds;
import vpo.lifecycle.DaemonControl;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;
import vpo.plugins.PluginSummary;
import vpo.plugins.internal.host.BuiltInPlugins;
import vpo.plugins.internal.host.HostSettings;
import vpo.plugins.internal.host.HostStatus;
import vpo.plugins.internal.host.HostThread;
import vpo.plugins.internal.host.PluginFailures;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.trust.Acknowledgments;
import vpo.plugins.internal.trust.FolderTrust;
import vpo.plugins.internal.trust.SignatureTrust;
import vpo.plugins.internal.trust.Trust;

/** The plugin host in the container: begins when the daemon is RUNNING, so that no plugin can hold up its start. */
@Component(service = {PluginsComponent.class, PluginFailures.class, PluginAdministration.class}, immediate = true,
        configurationPid = PluginsConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PluginsComponent implements PluginFailures, PluginAdministration {
    private final Acknowledgments acknowledgments;
    private final int user;
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
            @Reference DaemonControl daemon,
            @Reference ConfigurationSource configuration,
            @Reference(target = "(" + Condition.CONDITION_ID + "=" + StartConditions.RUNNING + ")") Condition running)
            throws IOException {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        this.acknowledgments = new Acknowledgments(reader, library, Clock.systemUTC());
        // The data directory is the daemon's user's own.
        this.user = (Integer) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        this.settings = settings(config);
        this.host = new HostThread(context, data.resolve("plugins-store"), config.plugin__dirs(), () -> settings,
                acknowledgments, BuiltInPlugins.parse(context.getProperty("vpo.plugins.builtin")),
                new TableCheck(configuration::errors), daemon);
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
        return settings(config, acknowledgments, user);
    }

    /** What the host goes by, whether it runs or is only asked what it would do. */
    static HostSettings settings(PluginsConfig config, Acknowledgments acknowledgments, int user) {
        return new HostSettings(trust(config, acknowledgments, user), config.auto__load(),
                config.warn__unacknowledged() && config.auto__load(),
                Seconds.duration(config.start__timeout()));
    }

    private static Trust trust(PluginsConfig config, Acknowledgments acknowledgments, int user) {
        return switch (config.trust()) {
            case PluginsConfig.TRUST_DIRECTORY -> new FolderTrust(user);
            case PluginsConfig.TRUST_SIGNED -> new SignatureTrust(Path.of(config.trust__store()),
                    config.trust__store__password(), user, Clock.systemUTC());
            default -> acknowledgments;
        };
    }

    @Override
    public void keepsFailing(Bundle plugin, String reason) {
        host.quarantine(plugin, reason);
    }

    @Override
    public PluginSummary summary() {
        HostStatus now = host.status();
        return new PluginSummary(now.begun(), now.safeMode(), now.running(), now.waiting(), now.quarantined());
    }

    @Override
    public PluginAnswer perform(PluginRequest request) throws InterruptedException {
        return host.perform(request);
    }

    /** As of the host's last look. */
    HostStatus status() {
        return host.status();
    }
}
