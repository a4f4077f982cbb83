package vpo.lifecycle.internal;

import java.time.Clock;

import vpo.api.task.Tasks;
import vpo.lifecycle.DaemonControl;

/** Opens the inside of vpo.lifecycle to the tests of this module: the real register of tasks. */
public final class Register {
    private final TaskRegistry registry = new TaskRegistry(Clock.systemUTC(), System::nanoTime);

    public Tasks tasks() {
        return registry;
    }

    /** What operators do with the daemon; a stop of theirs stops nothing here. */
    public DaemonControl control() {
        return new Control(registry, new Cancellations(registry::info, Drain.GRACE), () -> {});
    }

    /** Cancels all that is in flight, as a stop does when its time is over. */
    public void cancelAll(String reason) {
        registry.all().forEach(task -> task.cancel(reason));
    }

    /** Cancels one, as an operator does. */
    public void cancel(String name, String reason) {
        registry.all().stream().filter(task -> task.name().equals(name)).forEach(task -> task.cancel(reason));
    }

    /** Takes no more tasks, as a stop does when it begins. */
    public void refuse() {
        registry.refuse();
    }
}
