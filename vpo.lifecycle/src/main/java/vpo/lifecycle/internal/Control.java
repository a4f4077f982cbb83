package vpo.lifecycle.internal;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.lifecycle.DaemonControl;

/** What operators do with the daemon; each edge is logged with who asked for it. */
final class Control implements DaemonControl {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final TaskRegistry tasks;
    private final Cancellations cancellations;
    private final Runnable stop;

    /**
     * @param stop begins to stop the daemon, and waits for nothing
     */
    Control(TaskRegistry tasks, Cancellations cancellations, Runnable stop) {
        this.tasks = tasks;
        this.cancellations = cancellations;
        this.stop = stop;
    }

    @Override
    public boolean isDraining() {
        return switch (tasks.admission().kind()) {
            case QUIET, UNTIL_IDLE, LEAVING -> true;
            case OPEN, CLOSED -> false;
        };
    }

    @Override
    public boolean stopsWhenIdle() {
        return tasks.admission().kind() == Admission.Kind.UNTIL_IDLE;
    }

    @Override
    public void drain(String who) {
        if (tasks.admission().move(Admission.Kind.QUIET,
                () -> LOG.info("Drained: nothing is in flight any more")) == Admission.Kind.OPEN) {
            LOG.info("Draining, as asked by {}: no new work is taken, {}", TaskText.oneLine(who), inFlight());
        }
        tasks.admission().look();
    }

    @Override
    public boolean resume(String who) {
        return switch (tasks.admission().move(Admission.Kind.OPEN, null)) {
            case OPEN -> true;
            case QUIET, UNTIL_IDLE -> {
                LOG.info("Resumed, as asked by {}: new work is taken again", TaskText.oneLine(who));
                yield true;
            }
            case LEAVING, CLOSED -> false;
        };
    }

    @Override
    public void stop(String who) {
        if (tasks.admission().move(Admission.Kind.LEAVING, null) == Admission.Kind.CLOSED) {
            LOG.info("Asked to stop by {}: already stopping", TaskText.oneLine(who));
            return;
        }
        LOG.info("Stopping, as asked by {}: {}", TaskText.oneLine(who), inFlight());
        // Also when that was asked for before: a stop that never began can so be asked for again.
        stop.run();
    }

    @Override
    public void stopWhenIdle(String who) {
        String name = TaskText.oneLine(who);
        switch (tasks.admission().move(Admission.Kind.UNTIL_IDLE, () -> {
            LOG.info("Stopping, as asked by {}: nothing is in flight any more", name);
            stop.run();
        })) {
            case OPEN, QUIET -> LOG.info("Draining, as asked by {}, and stopping once nothing is in flight: {}", name,
                    inFlight());
            case UNTIL_IDLE, LEAVING, CLOSED -> {
                // It stops anyway.
            }
        }
        tasks.admission().look();
    }

    @Override
    public boolean stopIfIdle(String who) {
        boolean leaves = tasks.admission().leaveIfEmpty();
        if (leaves) {
            LOG.info("Stopping, as asked by {}: nothing is in flight", TaskText.oneLine(who));
        }
        // Also when that was asked for before, as in stop.
        if (tasks.admission().kind() == Admission.Kind.LEAVING) {
            stop.run();
        }
        return leaves;
    }

    private String inFlight() {
        List<TaskInfo> all = tasks.inFlight();
        return all.isEmpty() ? "nothing is in flight" : "in flight are " + InFlight.describe(all);
    }

    @Override
    public List<RunningTask> tasks() {
        return tasks.all().stream().map(task -> new RunningTask(task.id(), tasks.info(task))).toList();
    }

    @Override
    public long refusedTasks() {
        return tasks.refused();
    }

    @Override
    public long cancelledTasks() {
        return tasks.cancelled();
    }

    @Override
    public boolean cancel(long id, String reason) {
        return tasks.find(id).map(task -> {
            cancellations.begin(task, TaskText.oneLine(reason));
            return true;
        }).orElse(false);
    }

    @Override
    public Task beginAdministration(String name) throws TaskRefusedException {
        return tasks.beginAdministration(name);
    }
}
