package vpo.metrics.internal;

import java.util.List;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * A part of the daemon that can be told in numbers. A component for each: where the service that it asks is missing, it
 * is missing itself, and so are its metrics.
 */
interface MetricSource {

    /** Asked for each scrape, on its thread; must not block for long. */
    List<MetricSnapshot> read();
}
