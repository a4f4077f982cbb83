package vpo.plugins.internal.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

import vpo.plugins.internal.PluginIdentity;

/** What plugins have registered under one type. A service is made when it is first called, not before. Any thread. */
final class PluginServices<S> implements AutoCloseable {
    /** By name, then the highest ranking first; written out, as Comparator.comparing takes milliseconds of a start. */
    private static final Comparator<Entry<?>> ORDER = (one, other) -> {
        int byName = one.plugin().name().compareTo(other.plugin().name());
        return byName != 0 ? byName : other.reference().compareTo(one.reference());
    };

    private final BundleContext context;
    private final ServiceTracker<S, ServiceReference<S>> tracker;
    private final Map<ServiceReference<S>, S> made = new ConcurrentHashMap<>();

    /** One service. */
    record Entry<S>(PluginIdentity plugin, ServiceReference<S> reference) {}

    /**
     * @param context of this bundle
     * @param gone told when a service is gone
     */
    PluginServices(BundleContext context, Class<S> type, Consumer<ServiceReference<S>> gone) {
        this.context = context;
        this.tracker = new ServiceTracker<>(context, type, null) {
            @Override
            public ServiceReference<S> addingService(ServiceReference<S> reference) {
                return reference;
            }

            @Override
            public void removedService(ServiceReference<S> reference, ServiceReference<S> same) {
                gone.accept(reference);
                release(reference);
            }
        };
        tracker.open();
    }

    /** Those of the plugins that are meant, by the plugins' names, then by their ranking, the highest first. */
    List<Entry<S>> of(Predicate<PluginIdentity> meant) {
        List<Entry<S>> entries = new ArrayList<>();
        for (ServiceReference<S> reference : tracker.getTracked().keySet()) {
            PluginIdentity.of(reference.getBundle()).filter(meant)
                    .ifPresent(plugin -> entries.add(new Entry<>(plugin, reference)));
        }
        entries.sort(ORDER);
        return entries;
    }

    /** Whether the service is there still. */
    boolean has(ServiceReference<S> reference) {
        return tracker.getService(reference) != null;
    }

    /** The service itself. May run the plugin's code: within a call only. */
    S get(ServiceReference<S> reference) throws CallFailedException {
        S service = made.get(reference);
        if (service == null) {
            service = context.getService(reference);
            if (service == null) {
                throw CallFailedException.fault("has a service that cannot be had: its component does not activate");
            }
            made.put(reference, service);
            if (!has(reference)) {
                release(reference);
            }
        }
        return service;
    }

    private void release(ServiceReference<S> reference) {
        if (made.remove(reference) != null) {
            context.ungetService(reference);
        }
    }

    @Override
    public void close() {
        tracker.close();
    }
}
