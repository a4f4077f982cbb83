package vpo.admin.internal.resource;

import java.util.List;
import java.util.Map;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;
import vpo.api.task.TaskInfo;
import vpo.lifecycle.DaemonControl;

/** {@code /tasks}: work in flight. */
public final class TasksResource {
    private final DaemonControl control;

    public TasksResource(DaemonControl control) {
        this.control = control;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/tasks", 200, _ -> Reply.ok(json())),
                Route.of("DELETE", "/tasks/{id}", 202, this::cancel).or(404));
    }

    /** All of them. */
    public Map<String, Object> json() {
        List<Map<String, Object>> tasks = control.tasks().stream().map(TasksResource::json).toList();
        return Json.object("tasks", tasks, "total", tasks.size());
    }

    private static Map<String, Object> json(DaemonControl.RunningTask task) {
        TaskInfo info = task.info();
        return Json.object("id", task.id(), "name", info.name(), "since", info.since().toString(), "age_seconds",
                info.age().toMillis() / 1000.0, "percent",
                info.percent().isPresent() ? info.percent().getAsDouble() : null, "note", info.note(), "cancelled",
                info.cancelled());
    }

    private Reply cancel(Call call) throws ApiException {
        long id;
        try {
            id = Long.parseLong(call.variable("id"));
        } catch (NumberFormatException e) {
            throw new ApiException(400, "INVALID_ID_FORMAT", "A task's id is a number");
        }
        if (!control.cancel(id, "cancelled by " + call.who())) {
            throw ApiException.notFound("There is no task " + id + " in flight: it may have ended");
        }
        return Reply.json(202, Json.object("id", id, "cancelled", true));
    }
}
