package vpo.metrics.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** The scans that the library knows of. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ScanMetrics implements MetricSource {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final DataSource library;
    private final RarelyLooked<Scans> scans;

    /** Called by Declarative Services. */
    @Activate
    public ScanMetrics(@Reference(target = "(vpo.database=library-reader)") DataSource library) {
        this.library = library;
        this.scans = new RarelyLooked<>("vpo-metrics-scans", this::look, PATIENCE, System::nanoTime);
    }

    private Scans look() throws SQLException {
        try (Connection connection = library.getConnection()) {
            return Scans.read(connection);
        }
    }

    @Override
    public List<MetricSnapshot> read() {
        return scans.get().map(ScanMetrics::metrics).orElse(List.of());
    }

    private static List<MetricSnapshot> metrics(Scans scans) {
        List<MetricSnapshot> metrics = new ArrayList<>();
        metrics.add(Metric.gauges("vpo_scans", "Scans that the library knows of, by what became of them", "status",
                scans.byStatus()));
        scans.lastSuccess().ifPresent(at -> metrics.add(
                Metric.time("vpo_scan_last_success_timestamp_seconds", "When a scan was last completed", at)));
        scans.last().ifPresent(last -> {
            metrics.add(Metric.time("vpo_scan_last_end_timestamp_seconds", "When the last scan ended", last.at()));
            metrics.add(Metric.flag("vpo_scan_last_completed", "1 if the last scan went through all that it was to",
                    last.completed()));
            last.duration().ifPresent(took -> metrics
                    .add(Metric.seconds("vpo_scan_last_duration_seconds", "How long the last scan took", took)));
            if (!last.files().isEmpty()) {
                metrics.add(Metric.gauges("vpo_scan_last_files", "What the last scan did with how many files", "what",
                        last.files()));
            }
        });
        return metrics;
    }
}
