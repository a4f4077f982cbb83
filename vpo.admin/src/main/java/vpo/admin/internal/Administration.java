package vpo.admin.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.Route;
import vpo.admin.internal.event.EventHub;
import vpo.admin.internal.event.LogHistory;
import vpo.admin.internal.resource.ConfigResource;
import vpo.admin.internal.resource.ControlResource;
import vpo.admin.internal.resource.DocumentResource;
import vpo.admin.internal.resource.LibraryResource;
import vpo.admin.internal.resource.LogLines;
import vpo.admin.internal.resource.LogResource;
import vpo.admin.internal.resource.PluginsResource;
import vpo.admin.internal.resource.StatusResource;
import vpo.admin.internal.resource.TasksResource;
import vpo.admin.internal.resource.Uploads;

/** The API over the daemon's services: its table of routes, and its streams. */
final class Administration implements AutoCloseable {
    private final Services services;
    private final EventHub events;
    private final Api api;

    Administration(Services services) {
        this.services = services;
        LogLines lines = new LogLines(services.log());
        StatusResource status = new StatusResource(services.version(), services.lifecycle(), services.control(),
                services.requests(), services.configuration(), services.checks(), lines, services.plugins());
        TasksResource tasks = new TasksResource(services.control());
        PluginsResource plugins = new PluginsResource(services.plugins(), services.lifecycle(),
                new Uploads(services.data().resolve("uploads")));
        LibraryResource library = new LibraryResource(services.library());
        // Lines of the log are numbered anew with each start.
        String run = Long.toHexString(services.lifecycle().startedAt().toEpochMilli());
        LogHistory history = new LogHistory(run, services.log());
        this.events = new EventHub(Map.of("status", status::json, "tasks", tasks::json, "plugins", plugins::json,
                "library", library::json), history,
                () -> services.lifecycle().shutdown().isShuttingDown());
        List<Route> routes = new ArrayList<>(status.routes());
        routes.addAll(tasks.routes());
        routes.addAll(new ControlResource(services.control(), services.lifecycle()).routes());
        routes.addAll(new ConfigResource(services.configuration(), services.reload()).routes());
        routes.addAll(new LogResource(lines, history::after, services.levels()).routes());
        routes.addAll(library.routes());
        routes.addAll(plugins.routes());
        routes.addAll(events.routes());
        routes.addAll(DocumentResource.routes());
        this.api = new Api(routes);
        services.log().addLogListener(events);
    }

    Api api() {
        return api;
    }

    /** Ends the streams; all else goes on. */
    void endStreams() {
        events.close();
    }

    @Override
    public void close() {
        services.log().removeLogListener(events);
        events.close();
    }
}
