package vpo.lifecycle.internal;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import vpo.api.task.TaskInfo;

/** Tells tasks in flight to an operator. */
final class InFlight {
    private static final int NAMED = 20;

    private InFlight() {}

    /** Such as {@code 2 tasks: scan of /media (12.3 s, 40 %, reading), GET /a (0.2 s)}. */
    static String describe(List<TaskInfo> tasks) {
        String names = tasks.stream().limit(NAMED).map(InFlight::describe).collect(Collectors.joining(", "));
        return tasks.size() + (tasks.size() == 1 ? " task: " : " tasks: ") + names
                + (tasks.size() > NAMED ? " and " + (tasks.size() - NAMED) + " more" : "");
    }

    /** Such as {@code scan of /media (12.3 s, 40 %, reading)}. */
    static String describe(TaskInfo task) {
        StringBuilder text = new StringBuilder(task.name()).append(" (").append(seconds(task.age()));
        task.percent().ifPresent(percent -> text.append(String.format(Locale.ROOT, ", %.0f %%", percent)));
        if (!task.note().isEmpty()) {
            text.append(", ").append(task.note());
        }
        return text.append(')').toString();
    }

    /** Such as {@code 12.3 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}
