package vpo.systemd.internal;

import java.util.List;
import java.util.stream.Collectors;

import vpo.api.task.TaskInfo;

/** What {@code systemctl status} shows in its line "Status". */
final class StatusText {
    private static final int MOST_NAMES = 3;

    private StatusText() {}

    static String of(Snapshot now) {
        String wrong = now.concerns().isEmpty() ? "" : " Wrong: " + String.join("; ", now.concerns()) + ".";
        return switch (now.state()) {
            case STARTING -> "Starting: reading the configuration.";
            case CONNECTING -> "Starting: opening the library and the port.";
            case RUNNING -> (now.draining()
                    ? "Draining, takes no new work: " + left(now.tasks()) + "."
                    : "Running, " + inFlight(now.tasks()) + ".") + wrong;
            case SHUTTING_DOWN -> "Stopping: " + left(now.tasks()) + now.untilDeadline()
                    .filter(time -> !now.tasks().isEmpty())
                    .map(time -> time.isPositive()
                            ? ", cancelled in " + time.toSeconds() + " s"
                            : ", being cancelled")
                    .orElse("") + ".";
            case STOPPED -> "Stopping: nothing is in flight any more.";
        };
    }

    private static String inFlight(List<TaskInfo> tasks) {
        return tasks.isEmpty() ? "nothing in flight" : count(tasks) + " in flight: " + names(tasks);
    }

    private static String left(List<TaskInfo> tasks) {
        return tasks.isEmpty() ? "nothing is left" : count(tasks) + " left: " + names(tasks);
    }

    private static String count(List<TaskInfo> tasks) {
        return tasks.size() == 1 ? "1 task" : tasks.size() + " tasks";
    }

    private static String names(List<TaskInfo> tasks) {
        return tasks.stream().limit(MOST_NAMES).map(StatusText::name).collect(Collectors.joining(", "))
                + (tasks.size() > MOST_NAMES ? " and " + (tasks.size() - MOST_NAMES) + " more" : "");
    }

    private static String name(TaskInfo task) {
        return task.name()
                + (task.percent().isPresent() ? " (" + Math.round(task.percent().getAsDouble()) + " %)" : "");
    }
}
