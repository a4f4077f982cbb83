package vpo.lifecycle.internal;

import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.TaskInfo;
import vpo.api.task.Tasks;
import vpo.lifecycle.Lifecycle;

/**
 * Logs what is in flight, whenever it is asked to: on a second signal by the launcher, which knows no type of ours and
 * finds this by its property.
 */
@Component(service = Runnable.class, property = "vpo.lifecycle.report=in-flight",
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class InFlightReport implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(InFlightReport.class);

    private final Lifecycle lifecycle;
    private final Tasks tasks;

    /** Reports on these. */
    @Activate
    public InFlightReport(@Reference Lifecycle lifecycle, @Reference Tasks tasks) {
        this.lifecycle = lifecycle;
        this.tasks = tasks;
    }

    @Override
    public void run() {
        List<TaskInfo> inFlight = tasks.inFlight();
        LOG.info("{}: {}{}", lifecycle.state(), inFlight.isEmpty()
                ? "nothing is in flight"
                : "in flight are " + InFlight.describe(inFlight), untilDeadline());
    }

    private String untilDeadline() {
        return lifecycle.untilDeadline()
                .map(left -> left.isPositive()
                        ? "; what is left is cancelled in " + InFlight.seconds(left)
                        : "; the deadline has passed")
                .orElse("");
    }
}
