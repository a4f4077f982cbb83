package vpo.lifecycle.internal;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * The register as one bundle sees it, so that a task is known to be its own. It has no deactivation: that comes with
 * the last component of the bundle that lets go of the service, such as one that is made anew after a change of its
 * configuration, and the work goes on then. What counts is the stop of the bundle.
 */
@Component(scope = ServiceScope.BUNDLE, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TasksComponent implements Tasks {
    private final TaskRegistry register;
    private final Bundle owner;

    /** For the bundle that uses it. */
    @Activate
    public TasksComponent(@Reference DaemonComponent daemon, ComponentContext context) {
        this.register = daemon.register();
        this.owner = context.getUsingBundle();
    }

    @Override
    public Task begin(String name) throws TaskRefusedException {
        return register.begin(name, owner);
    }

    @Override
    public CompletionStage<Void> run(String name, Work work) throws TaskRefusedException {
        return register.run(name, work, owner);
    }

    @Override
    public List<TaskInfo> inFlight() {
        return register.inFlight();
    }
}
