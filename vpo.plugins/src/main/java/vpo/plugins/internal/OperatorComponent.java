package vpo.plugins.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
import org.osgi.util.tracker.ServiceTracker;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.ConfigurationSource;
import vpo.config.PluginsConfig;
import vpo.plugins.internal.host.BuiltInPlugins;
import vpo.plugins.internal.host.CommandHost;
import vpo.plugins.internal.host.HostSettings;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.trust.Acknowledgments;

/**
 * {@code vpo plugin} without a daemon: a service for the launcher, from the text of a request to the text of its answer.
 * It waits for the library only when it must know what is acknowledged, and can do without it.
 */
@Component(service = UnaryOperator.class, configurationPid = PluginsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = "vpo.command=plugin")
@SatisfyingConditionTarget("(" + Condition.CONDITION_ID + "=" + StartConditions.COMMAND + ")")
public final class OperatorComponent implements UnaryOperator<String> {
    /** Longer than the library waits for a lock. */
    private static final Duration LIBRARY_WAIT = Duration.ofSeconds(15);

    private final BundleContext context;
    private final PluginsConfig config;
    private final ConfigurationSource configuration;
    private final ServiceTracker<Object, Object> library;
    private final ServiceTracker<Object, Object> reader;
    private SQLException gaveUp;

    /** Opens nothing yet: the bundles that this needs may come after it. */
    @Activate
    public OperatorComponent(BundleContext context, PluginsConfig config,
            @Reference ConfigurationSource configuration) throws InvalidSyntaxException {
        this.context = context;
        this.config = config;
        this.configuration = configuration;
        this.library = track("library");
        this.reader = track("library-reader");
    }

    /** The library, or that it cannot be had. */
    private ServiceTracker<Object, Object> track(String database) throws InvalidSyntaxException {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, context.createFilter("(|(&(objectClass="
                + DataSource.class.getName() + ")(vpo.database=" + database + "))(&(objectClass="
                + Condition.class.getName() + ")(" + Condition.CONDITION_ID + "=" + StartConditions.FAILED + ")))"),
                null);
        tracker.open();
        return tracker;
    }

    private Connection connect(ServiceTracker<Object, Object> tracker) throws SQLException {
        if (gaveUp != null) {
            throw gaveUp;
        }
        try {
            Object found = tracker.waitForService(LIBRARY_WAIT.toMillis());
            if (found instanceof DataSource source) {
                return source.getConnection();
            }
            var failure = tracker.getServiceReference();
            gaveUp = new SQLException(failure == null
                    ? "the library was not there within " + LIBRARY_WAIT.toSeconds() + " s"
                    : failure.getProperty(StartFailure.PROPERTY_STATE) + ": "
                            + failure.getProperty(StartFailure.PROPERTY_MESSAGE));
            throw gaveUp;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }

    @Override
    public String apply(String request) {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        Acknowledgments acknowledgments = new Acknowledgments(() -> connect(reader), () -> connect(library),
                Clock.systemUTC());
        try {
            int user = (Integer) Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            HostSettings settings = PluginsComponent.settings(config, acknowledgments, user);
            try (CommandHost host = new CommandHost(context, data, config.plugin__dirs(), () -> settings,
                    acknowledgments, BuiltInPlugins.parse(context.getProperty("vpo.plugins.builtin")),
                    new TableCheck(configuration::errors))) {
                return host.answer(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Deactivate
    void deactivate() {
        reader.close();
        library.close();
    }
}
