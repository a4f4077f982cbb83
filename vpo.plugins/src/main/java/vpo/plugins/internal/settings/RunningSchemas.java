package vpo.plugins.internal.settings;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.config.PluginSchema;
import vpo.plugins.internal.PluginIdentity;

/**
 * Registers what each plugin says of its settings as a service, from just before its start until after its stop: so the
 * configuration has the types and defaults that it asks for, and a reload that it could not live with is refused.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RunningSchemas implements BundleTrackerCustomizer<ServiceRegistration<PluginSchema>> {
    private static final Logger log = LoggerFactory.getLogger(RunningSchemas.class);
    private static final String FOLDER = "OSGI-INF/metatype";

    private final BundleContext context;
    private final BundleTracker<ServiceRegistration<PluginSchema>> tracker;

    /** Begins. */
    @Activate
    public RunningSchemas(BundleContext context) {
        this.context = context;
        this.tracker = new BundleTracker<>(context, Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING, this);
        tracker.open();
    }

    @Deactivate
    public void deactivate() {
        tracker.close();
    }

    /** On the thread that starts the bundle, before any of its code runs. */
    @Override
    public ServiceRegistration<PluginSchema> addingBundle(Bundle bundle, BundleEvent event) {
        Optional<PluginIdentity> plugin = PluginIdentity.of(bundle);
        if (plugin.isEmpty()) {
            return null;
        }
        Enumeration<URL> documents = bundle.findEntries(FOLDER, "*.xml", false);
        try {
            return context.registerService(PluginSchema.class, PluginSchema.read(plugin.get().name(),
                    documents == null ? List.of() : Collections.list(documents)), null);
        } catch (IOException e) {
            // It was told before the start.
            log.debug("the settings of {} are not checked", bundle, e);
            return null;
        }
    }

    @Override
    public void modifiedBundle(Bundle bundle, BundleEvent event, ServiceRegistration<PluginSchema> schema) {
        // Whatever it is on its way to, it is not there yet.
    }

    @Override
    public void removedBundle(Bundle bundle, BundleEvent event, ServiceRegistration<PluginSchema> schema) {
        try {
            schema.unregister();
        } catch (IllegalStateException e) {
            log.debug("this bundle has stopped before {}", bundle, e);
        }
    }
}
