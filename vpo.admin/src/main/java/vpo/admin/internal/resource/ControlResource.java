package vpo.admin.internal.resource;

import java.io.IOException;
import java.util.List;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.Lifecycle;

/** {@code /drain}, {@code /resume} and {@code /stop}: the daemon as a whole. */
public final class ControlResource {
    private final DaemonControl control;
    private final Lifecycle lifecycle;

    public ControlResource(DaemonControl control, Lifecycle lifecycle) {
        this.control = control;
        this.lifecycle = lifecycle;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("POST", "/drain", 200, this::drain).or(409, 413, 415),
                Route.of("POST", "/resume", 200, this::resume).or(409, 413, 415),
                Route.of("POST", "/stop", 202, this::stop).or(413, 415));
    }

    private Reply drain(Call call) throws ApiException, IOException {
        call.json();
        control.drain(call.who());
        if (lifecycle.shutdown().isShuttingDown()) {
            throw stopping("it takes no new work anyway");
        }
        return Reply.ok(Json.object("draining", true, "tasks", control.tasks().size()));
    }

    private Reply resume(Call call) throws ApiException, IOException {
        call.json();
        if (!control.resume(call.who())) {
            throw stopping("nothing takes that back");
        }
        return Reply.ok(Json.object("draining", false));
    }

    private static ApiException stopping(String so) {
        return new ApiException(409, "SHUTTING_DOWN", "The daemon is shutting down: " + so);
    }

    /** The answer comes first: with nothing in flight, the end comes at once. */
    private Reply stop(Call call) throws ApiException, IOException {
        boolean whenIdle = Call.flag(call.json("when_idle"), "when_idle");
        String who = call.who();
        return Reply.json(202, Json.object("stopping", true, "when_idle", whenIdle, "tasks", control.tasks().size()))
                .then(() -> {
                    if (whenIdle) {
                        control.stopWhenIdle(who);
                    } else {
                        control.stop(who);
                    }
                });
    }
}
