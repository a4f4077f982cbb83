package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import vpo.config.PluginsConfig;
import vpo.config.Seconds;
import vpo.plugins.internal.host.PluginFailures;

/**
 * The calls of all plugins, whichever of their services they are for, and the threads that they are made on. Immediate:
 * else its counts would be gone whenever nobody holds it.
 */
@Component(service = CallsComponent.class, immediate = true, configurationPid = PluginsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class CallsComponent {
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("vpo-plugin-call-", 1).factory());
    /** By the number of the bundle: a new version begins anew, whatever its forerunner hangs in. */
    private final Map<Long, PluginCalls> calls = new ConcurrentHashMap<>();
    private final BundleContext context;
    private final SynchronousBundleListener forget = this::forget;
    private volatile Duration limit;
    private final AtomicReference<PluginFailures> failures = new AtomicReference<>();

    /** Begins. */
    @Activate
    public CallsComponent(BundleContext context, PluginsConfig config) {
        this.context = context;
        modified(config);
        context.addBundleListener(forget);
    }

    /** The limit holds from the next call on. */
    @Modified
    void modified(PluginsConfig config) {
        limit = Seconds.duration(config.call__timeout());
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(forget);
        threads.shutdownNow();
    }

    /** Comes with the host, which begins after this: plugins of the daemon's own are called before, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFailures(PluginFailures host) {
        failures.set(host);
    }

    void unbindFailures(PluginFailures host) {
        failures.compareAndSet(host, null);
    }

    private void forget(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPED) {
            calls.remove(event.getBundle().getBundleId());
        }
    }

    /** The calls of the plugin that has registered a service. */
    PluginCalls of(PluginServices.Entry<?> entry) {
        Bundle bundle = entry.reference().getBundle();
        String plugin = entry.plugin().name();
        // A service that has gone meanwhile has no bundle, and is not called any more.
        return bundle == null
                ? new PluginCalls(plugin, threads, _ -> {})
                : calls.computeIfAbsent(bundle.getBundleId(),
                        _ -> new PluginCalls(plugin, threads, reason -> givenUp(bundle, reason)));
    }

    private void givenUp(Bundle bundle, String reason) {
        PluginFailures host = failures.get();
        if (host != null && bundle.getState() == Bundle.ACTIVE) {
            host.keepsFailing(bundle, reason);
        }
    }

    /** For one call. */
    Duration limit() {
        return limit;
    }

    ExecutorService threads() {
        return threads;
    }
}
