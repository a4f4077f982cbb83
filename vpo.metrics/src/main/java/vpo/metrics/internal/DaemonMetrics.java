package vpo.metrics.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;

/** The daemon's state, age and version. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DaemonMetrics implements MetricSource {
    private final Lifecycle lifecycle;
    private final String version;

    /** Called by Declarative Services. */
    @Activate
    public DaemonMetrics(BundleContext context, @Reference Lifecycle lifecycle) {
        this(lifecycle, context.getProperty("vpo.version"));
    }

    DaemonMetrics(Lifecycle lifecycle, String version) {
        this.lifecycle = lifecycle;
        this.version = version;
    }

    @Override
    public List<MetricSnapshot> read() {
        DaemonState now = lifecycle.state();
        Map<String, Integer> states = new LinkedHashMap<>();
        for (DaemonState state : DaemonState.values()) {
            states.put(state.name().toLowerCase(Locale.ROOT), state == now ? 1 : 0);
        }
        return List.of(Metric.info("vpo_build", "The version of the daemon", "version", version),
                Metric.gauges("vpo_daemon_state", "1 for the state that the daemon is in, 0 for the others", "state",
                        states),
                Metric.seconds("vpo_daemon_uptime_seconds", "How long the daemon has been up", lifecycle.uptime()),
                Metric.time("vpo_daemon_start_timestamp_seconds", "When the daemon started", lifecycle.startedAt()));
    }
}
