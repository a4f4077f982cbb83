package vpo.metrics.internal;

import java.time.Duration;
import java.util.List;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonControl.RunningTask;

/** The work in flight, and whether more is taken. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TaskMetrics implements MetricSource {
    private final DaemonControl control;

    /** Called by Declarative Services. */
    @Activate
    public TaskMetrics(@Reference DaemonControl control) {
        this.control = control;
    }

    @Override
    public List<MetricSnapshot> read() {
        List<RunningTask> tasks = control.tasks();
        Duration oldest = tasks.stream().map(task -> task.info().age()).max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return List.of(Metric.gauge("vpo_tasks_in_flight", "Tasks that the daemon is at", tasks.size()),
                Metric.gauge("vpo_tasks_cancelling", "Tasks in flight that were asked to end early",
                        tasks.stream().filter(task -> task.info().cancelled()).count()),
                Metric.seconds("vpo_tasks_oldest_age_seconds", "The age of the oldest task in flight, 0 without any",
                        oldest),
                Metric.counter("vpo_tasks_refused",
                        "Tasks that were refused because the daemon drained or was stopping", control.refusedTasks()),
                Metric.counter("vpo_tasks_cancelled", "Tasks that have ended after they were asked to end early",
                        control.cancelledTasks()),
                Metric.flag("vpo_daemon_draining", "1 while the daemon takes no new work, 0 during a stop",
                        control.isDraining()),
                Metric.flag("vpo_daemon_stopping_when_idle", "1 if the daemon stops as soon as nothing is in flight",
                        control.stopsWhenIdle()));
    }
}
