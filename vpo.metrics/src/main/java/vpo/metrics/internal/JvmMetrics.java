package vpo.metrics.internal;

import java.util.List;

import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The process and its Java. Left out are allocations by pool, which need a listener that is told of every collection,
 * and the compiler and native memory, which tell an operator nothing.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class JvmMetrics implements MetricSource {
    private PrometheusRegistry registry;

    @Override
    public List<MetricSnapshot> read() {
        return registry().scrape().stream().toList();
    }

    /** Made when somebody asks: the management beans behind it are many, and most daemons are never asked. */
    private synchronized PrometheusRegistry registry() {
        if (registry == null) {
            PrometheusRegistry made = new PrometheusRegistry();
            ProcessMetrics.builder().register(made);
            JvmRuntimeInfoMetric.builder().register(made);
            JvmMemoryMetrics.builder().register(made);
            JvmGarbageCollectorMetrics.builder().register(made);
            JvmThreadsMetrics.builder().register(made);
            JvmBufferPoolMetrics.builder().register(made);
            JvmClassLoadingMetrics.builder().register(made);
            registry = made;
        }
        return registry;
    }
}
