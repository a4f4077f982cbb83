package vpo.lifecycle.internal;

import java.time.Clock;

import vpo.api.task.Tasks;

/** Opens the inside of vpo.lifecycle to the plugin's tests: the real register of tasks. */
public final class Register {
    private final TaskRegistry registry = new TaskRegistry(Clock.systemUTC(), System::nanoTime);

    public Tasks tasks() {
        return registry;
    }

    /** Cancels all that is in flight, as a stop does when its time is over. */
    public void cancelAll(String reason) {
        registry.all().forEach(task -> task.cancel(reason));
    }

    /** Takes no more tasks, as a stop does when it begins. */
    public void refuse() {
        registry.refuse();
    }

    /** Takes no new tasks for now, as when an operator drains the daemon. */
    public void drain() {
        registry.admission().move(Admission.Kind.QUIET, null);
    }

    /** Takes tasks again. */
    public void resume() {
        registry.admission().move(Admission.Kind.OPEN, null);
    }
}
