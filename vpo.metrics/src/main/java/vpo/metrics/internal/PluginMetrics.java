package vpo.metrics.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginSummary;

/** The plugins, by what became of them. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginMetrics implements MetricSource {
    private final PluginAdministration plugins;

    /** Called by Declarative Services. */
    @Activate
    public PluginMetrics(@Reference PluginAdministration plugins) {
        this.plugins = plugins;
    }

    @Override
    public List<MetricSnapshot> read() {
        PluginSummary summary = plugins.summary();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("running", summary.running().size());
        counts.put("waiting", summary.waiting().size());
        counts.put("quarantined", summary.quarantined().size());
        return List.of(
                Metric.gauges("vpo_plugins",
                        "Bundles that run, bundles of which a version does not and files that are no plugins, and versions"
                                + " in quarantine",
                        "state", counts),
                Metric.flag("vpo_plugins_begun", "1 once the daemon's own plugins were started, or tried",
                        summary.begun()),
                Metric.flag("vpo_plugins_safe_mode", "1 if this start does without the plugins of others",
                        summary.safeMode()));
    }
}
