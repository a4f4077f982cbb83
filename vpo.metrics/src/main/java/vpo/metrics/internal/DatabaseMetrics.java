package vpo.metrics.internal;

import java.util.List;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.database.DatabaseMonitor;
import vpo.database.DatabaseStatus;

/** Whether the library's database can be used. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DatabaseMetrics implements MetricSource {
    private final DatabaseMonitor monitor;

    /** Called by Declarative Services. */
    @Activate
    public DatabaseMetrics(@Reference DatabaseMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public List<MetricSnapshot> read() {
        DatabaseStatus status = monitor.status();
        return List.of(
                Metric.flag("vpo_database_connected", "1 if the library's database can be used", status.connected()),
                Metric.time("vpo_database_changed_timestamp_seconds",
                        "When the database became usable, or ceased to be", status.since()));
    }
}
