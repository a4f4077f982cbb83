package vpo.health.internal;

import java.util.List;
import java.util.stream.Collectors;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.api.task.TaskInfo;
import vpo.api.task.Tasks;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;

/** Whether the daemon takes work; while it drains, what it still waits for. */
@Component(property = {
        HealthCheck.NAME + "=lifecycle",
        HealthCheck.TAGS + "=" + Probe.READY,
        HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
}, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LifecycleCheck implements HealthCheck {
    private static final int MOST_NAMES = 20;

    private final Lifecycle lifecycle;
    private final Tasks tasks;
    private final DaemonControl control;

    @Activate
    public LifecycleCheck(@Reference Lifecycle lifecycle, @Reference Tasks tasks, @Reference DaemonControl control) {
        this.lifecycle = lifecycle;
        this.tasks = tasks;
        this.control = control;
    }

    @Override
    public Result execute() {
        DaemonState state = lifecycle.state();
        boolean draining = control.isDraining();
        if (state == DaemonState.RUNNING && !draining) {
            return new Result(Result.Status.OK, state.name());
        }
        List<TaskInfo> inFlight = tasks.inFlight();
        String names = inFlight.stream().limit(MOST_NAMES)
                .map(task -> task.name() + " (" + task.age().toSeconds() + " s)").collect(Collectors.joining(", "));
        String waiting = inFlight.isEmpty()
                ? ""
                : ", waiting for " + inFlight.size() + ": " + names
                        + (inFlight.size() > MOST_NAMES ? ", ..." : "");
        return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, state + (draining ? describeDrain() : "") + waiting);
    }

    private String describeDrain() {
        return ", draining: no new work is taken" + (control.stopsWhenIdle() ? ", and it stops when idle" : "");
    }
}
