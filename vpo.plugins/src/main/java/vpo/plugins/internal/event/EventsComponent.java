package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.util.tracker.ServiceTracker;

import vpo.api.event.Enrichment;
import vpo.api.event.PluginEvent;
import vpo.api.event.PluginEvents;
import vpo.api.plugin.Analyzer;
import vpo.config.PluginsConfig;
import vpo.plugins.internal.PluginIdentity;
import vpo.plugins.internal.host.PluginFailures;

/** Tells the plugins of events. */
@Component(configurationPid = PluginsConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EventsComponent implements PluginEvents {
    private final BundleContext context;
    private final ServiceTracker<Analyzer, ServiceReference<Analyzer>> analyzers;
    private final ExecutorService threads = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("vpo-plugin-call-", 1).factory());
    /** By the number of the bundle: a new version begins anew, whatever its forerunner hangs in. */
    private final Map<Long, AnalyzerCalls> calls = new ConcurrentHashMap<>();
    private final Map<ServiceReference<Analyzer>, Analyzer> made = new ConcurrentHashMap<>();
    private volatile Duration limit;
    /** Comes with the host, which begins after this: analyzers of the daemon's own plugins are told before, too. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PluginFailures failures;

    /** One analyzer that is to be told. */
    private record Listener(String plugin, ServiceReference<Analyzer> reference) {}

    /** Begins. */
    @Activate
    public EventsComponent(BundleContext context, PluginsConfig config) {
        this.context = context;
        modified(config);
        this.analyzers = new ServiceTracker<>(context, Analyzer.class, null) {
            @Override
            public ServiceReference<Analyzer> addingService(ServiceReference<Analyzer> reference) {
                return reference;
            }

            @Override
            public void removedService(ServiceReference<Analyzer> reference, ServiceReference<Analyzer> same) {
                calls.remove((Long) reference.getProperty(Constants.SERVICE_BUNDLEID));
                if (made.remove(reference) != null) {
                    context.ungetService(reference);
                }
            }
        };
        analyzers.open();
    }

    /** The limit holds from the next call on. */
    @Modified
    void modified(PluginsConfig config) {
        limit = Duration.ofNanos((long) (config.call__timeout() * 1e9));
    }

    @Deactivate
    void deactivate() {
        analyzers.close();
        threads.shutdownNow();
    }

    @Override
    public List<Enrichment> publish(PluginEvent event) {
        List<Enrichment> answers = new ArrayList<>();
        for (Listener listener : listeners(event)) {
            try {
                tell(listener, event).ifPresent(answers::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return List.copyOf(answers);
    }

    private List<Listener> listeners(PluginEvent event) {
        List<Listener> listeners = new ArrayList<>();
        for (ServiceReference<Analyzer> reference : analyzers.getTracked().keySet()) {
            PluginIdentity.of(reference.getBundle()).filter(each -> each.events().contains(event.name()))
                    .ifPresent(each -> listeners.add(new Listener(each.name(), reference)));
        }
        listeners.sort(Comparator.comparing(Listener::plugin).thenComparing(Listener::reference));
        return listeners;
    }

    private Optional<Enrichment> tell(Listener listener, PluginEvent event) throws InterruptedException {
        AnalyzerCalls plugin = calls.computeIfAbsent(
                (Long) listener.reference().getProperty(Constants.SERVICE_BUNDLEID),
                _ -> new AnalyzerCalls(listener.plugin(), threads, reason -> givenUp(listener.plugin(), reason)));
        // The analyzer is made within the call, too: its constructor is the plugin's code.
        return plugin.call(each -> onService(listener.reference(), each), event, limit);
    }

    private Map<String, String> onService(ServiceReference<Analyzer> reference, PluginEvent event) throws Exception {
        Analyzer analyzer = made.get(reference);
        if (analyzer == null) {
            analyzer = context.getService(reference);
            if (analyzer == null) {
                throw new IllegalStateException("its analyzer cannot be had");
            }
            made.put(reference, analyzer);
        }
        return analyzer.on(event);
    }

    private void givenUp(String plugin, String reason) {
        PluginFailures host = failures;
        if (host != null) {
            host.keepsFailing(plugin, reason);
        }
    }
}
