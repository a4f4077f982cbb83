package vpo.metrics.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics as text.
 *
 * @param contentType of it
 * @param body of it
 */
record Scrape(String contentType, byte[] body) {
    private static final Logger log = LoggerFactory.getLogger(Scrape.class);
    private static final ExpositionFormatWriter OPEN_METRICS = OpenMetricsTextFormatWriter.create();
    private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();

    /**
     * Reads all of them.
     *
     * @param accept the header of that name: OpenMetrics for whoever asks for it, else the text of Prometheus
     */
    static Scrape of(Collection<MetricSource> sources, Optional<String> accept) throws IOException {
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        for (MetricSource source : sources) {
            read(source, metrics);
        }
        ExpositionFormatWriter writer = accept.filter(OPEN_METRICS::accepts).isPresent() ? OPEN_METRICS : PROMETHEUS;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        // Our names need no escape, and the library's have none of the newer letters either.
        writer.write(body, metrics.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        return new Scrape(writer.getContentType(), body.toByteArray());
    }

    /** One that fails takes nothing away but its own. */
    private static void read(MetricSource source, MetricSnapshots.Builder metrics) {
        try {
            for (MetricSnapshot metric : source.read()) {
                metrics.metricSnapshot(metric);
            }
        } catch (RuntimeException | Error e) {
            // Errors, too, as when no thread can be had: just then somebody wants to see the rest.
            log.warn("{} cannot be read: {}", source.getClass().getSimpleName(), e.toString());
        }
    }
}
