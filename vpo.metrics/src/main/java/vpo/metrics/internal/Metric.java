package vpo.metrics.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

/** Makes metrics of numbers that somebody else keeps. Names are without the suffix of their type. */
final class Metric {
    private static final double NANOS_PER_SECOND = 1e9;

    private Metric() {}

    /** A number that goes up and down. */
    static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder().name(name).help(help).dataPoint(point(Labels.EMPTY, value)).build();
    }

    /** Several of them, each with its value of the label. */
    static MetricSnapshot gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        GaugeSnapshot.Builder metric = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((key, value) -> metric.dataPoint(point(Labels.of(label, key), value.doubleValue())));
        return metric.build();
    }

    /** Whether something is so: 1 or 0. */
    static MetricSnapshot flag(String name, String help, boolean value) {
        return gauge(name, help, value ? 1 : 0);
    }

    /**
     * A duration.
     *
     * @param name that ends in {@code _seconds}
     */
    static MetricSnapshot seconds(String name, String help, Duration value) {
        return seconds(name, help, value.toSeconds() + value.getNano() / NANOS_PER_SECOND);
    }

    /**
     * A time, as the seconds since 1970.
     *
     * @param name that ends in {@code _timestamp_seconds}
     */
    static MetricSnapshot time(String name, String help, Instant value) {
        return seconds(name, help, value.getEpochSecond() + value.getNano() / NANOS_PER_SECOND);
    }

    /** A number that only grows in the life of the daemon. */
    static MetricSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder().name(name).help(help).dataPoint(count(Labels.EMPTY, value)).build();
    }

    /** Several of them, each with its value of the label. */
    static MetricSnapshot counters(String name, String help, String label, Map<String, Long> values) {
        CounterSnapshot.Builder metric = CounterSnapshot.builder().name(name).help(help);
        values.forEach((key, value) -> metric.dataPoint(count(Labels.of(label, key), value)));
        return metric.build();
    }

    /** What is told by labels alone. */
    static MetricSnapshot info(String name, String help, String... labels) {
        return InfoSnapshot.builder().name(name).help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(Labels.of(labels)).build()).build();
    }

    private static MetricSnapshot seconds(String name, String help, double value) {
        return GaugeSnapshot.builder().name(name).help(help).unit(Unit.SECONDS).dataPoint(point(Labels.EMPTY, value))
                .build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static CounterDataPointSnapshot count(Labels labels, long value) {
        return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
