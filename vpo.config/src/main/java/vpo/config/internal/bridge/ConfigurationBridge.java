package vpo.config.internal.bridge;

import java.io.IOException;
import java.time.Clock;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.apache.felix.hc.api.HealthCheck;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.DerivedConfiguration;
import vpo.config.PluginSchema;
import vpo.config.ReloadListener;

/**
 * Publishes the configuration that the launcher has read, says so, and keeps it up to date. The services are registered
 * by hand: nobody is to see them before everything has been published.
 */
@Component(immediate = true, service = {}, configurationPolicy = ConfigurationPolicy.IGNORE)
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\""
        + "vpo.config.ConfigurationReload,org.apache.felix.hc.api.HealthCheck,org.osgi.service.condition.Condition\"")
public final class ConfigurationBridge {
    private final BundleContext context;
    private final ReloadService reloads;
    private final List<ServiceRegistration<?>> registrations;
    private final FileWatch watch;

    /** Publishes; the configuration has been validated already, so that only the storage can fail. */
    @Activate
    public ConfigurationBridge(BundleContext context, @Reference ConfigurationAdmin admin,
            @Reference ConfigurationSource source) {
        this.context = context;
        reloads = new ReloadService(source, new Publication(admin), Clock.systemUTC());
        registrations = publish(context);
        // Without a file, the default one may still appear.
        watch = new FileWatch(source.current().filePlace(), FileWatch.QUIET, FileWatch.POLL, reloads::fileChanged);
    }

    private List<ServiceRegistration<?>> publish(BundleContext context) {
        try {
            reloads.publish();
        } catch (IOException e) {
            return List.of(new StartFailure(StartFailure.State.STARTUP_FAILED,
                    "Configuration Admin cannot store the configuration: " + e.getMessage()
                            + ": check that the data directory is writable and has space")
                    .report(context));
        }
        return List.of(
                context.registerService(ConfigurationListener.class, this::changed, null),
                context.registerService(HealthCheck.class, reloads,
                        new Hashtable<>(Map.of(HealthCheck.NAME, "configuration", HealthCheck.TAGS,
                                new String[]{"configuration", "ready"},
                                // What was refused is shown from that moment on.
                                HealthCheck.RESULT_CACHE_TTL_IN_MS, 0L))),
                context.registerService(ConfigurationReload.class, reloads, null),
                context.registerService(Condition.class, Condition.INSTANCE,
                        new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.CONFIGURED))));
    }

    private void changed(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            reloads.deleted(event.getPid());
        }
    }

    /** Somebody wants a configuration under a PID that is not ours. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDerived(DerivedConfiguration derived) {
        reloads.add(derived);
    }

    /** It is no longer wanted. */
    void removeDerived(DerivedConfiguration derived) {
        if (!isStopping()) {
            reloads.remove(derived);
        }
    }

    /** A plugin is about to run that says what its settings are like. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSchema(PluginSchema schema) {
        reloads.add(schema);
    }

    /** It does not run any more. */
    void removeSchema(PluginSchema schema) {
        if (!isStopping()) {
            reloads.remove(schema);
        }
    }

    /** Then nobody is left to read what would be written. */
    private boolean isStopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
    }

    /** Somebody wants to know of reloads. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(ReloadListener listener) {
        reloads.add(listener);
    }

    /** It no longer does. */
    void removeListener(ReloadListener listener) {
        reloads.remove(listener);
    }

    /** What was published stays: whoever uses it is about to stop too, in its own order. */
    @Deactivate
    void deactivate() {
        watch.close();
        reloads.close();
        registrations.reversed().forEach(ServiceRegistration::unregister);
    }
}
