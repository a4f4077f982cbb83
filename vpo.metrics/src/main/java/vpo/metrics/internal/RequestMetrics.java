package vpo.metrics.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.http.RequestStatistics;

/** The requests that come to the listener. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RequestMetrics implements MetricSource {
    private static final int HIGHEST_CLASS = 5;

    private final RequestStatistics requests;

    /** Called by Declarative Services. */
    @Activate
    public RequestMetrics(@Reference RequestStatistics requests) {
        this.requests = requests;
    }

    @Override
    public List<MetricSnapshot> read() {
        Map<String, Long> answers = new LinkedHashMap<>();
        for (int each = 1; each <= HIGHEST_CLASS; each++) {
            answers.put(each + "xx", requests.answered(each));
        }
        return List.of(
                Metric.counter("vpo_http_requests", "Requests that have come, refused ones included", requests.total()),
                Metric.gauge("vpo_http_requests_in_flight", "Requests that are being answered", requests.inFlight()),
                Metric.counter("vpo_http_requests_refused",
                        "Requests that were refused because the daemon drained or too many came at once",
                        requests.refused()),
                Metric.counters("vpo_http_responses", "Requests that were answered, by the class of the status",
                        "status_class", answers));
    }
}
