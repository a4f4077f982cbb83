package vpo.admin.internal.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;
import vpo.config.Configuration;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.Problem;
import vpo.config.Setting;

/** {@code /config} and {@code /reload}: the configuration in force. */
public final class ConfigResource {
    private final ConfigurationSource source;
    private final ConfigurationReload reload;

    public ConfigResource(ConfigurationSource source, ConfigurationReload reload) {
        this.source = source;
        this.reload = reload;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/config", 200, _ -> Reply.ok(json())),
                Route.of("POST", "/reload", 200, this::reload).or(413, 415, 422));
    }

    private Map<String, Object> json() {
        Configuration config = source.current();
        return Json.object("file", config.file().map(Path::toString).orElse(null), "settings",
                config.settings().stream().map(ConfigResource::json).toList(), "warnings",
                config.warnings().stream().map(Problem::toString).toList());
    }

    private static Map<String, Object> json(Setting setting) {
        return Json.object("key", setting.key(), "value", value(setting.shown()), "source", setting.source().toString(),
                "secret", setting.secret(), "restart", setting.restart());
    }

    /** As {@code vpo config} has it: JSON knows no numbers that are none. */
    private static Object value(Object shown) {
        return switch (shown) {
            case Double number when number.isNaN() -> "nan";
            case Double number when number.isInfinite() -> number > 0 ? "inf" : "-inf";
            case List<?> list -> list.stream().map(ConfigResource::value).toList();
            case null, default -> shown;
        };
    }

    private Reply reload(Call call) throws ApiException, IOException {
        call.json();
        return switch (reload.reload(call.who())) {
            case Reload.Unchanged() -> outcome("unchanged", List.of(), List.of());
            case Reload.Changed(_, List<String> changed, List<String> afterRestart) ->
                outcome("changed", changed, afterRestart);
            case Reload.Refused(List<Problem> problems) -> throw new ApiException(422, "CONFIG_ERROR",
                    "The configuration cannot be used, and the old one stays in force: " + problems.getFirst())
                    .details(problems.stream().map(ConfigResource::json).toList());
        };
    }

    private static Map<String, Object> json(Problem problem) {
        return Json.object("severity", problem.severity().name().toLowerCase(Locale.ROOT), "problem",
                problem.toString());
    }

    private static Reply outcome(String outcome, List<String> changed, List<String> afterRestart) {
        return Reply.ok(Json.object("outcome", outcome, "changed", changed, "after_restart", afterRestart));
    }
}
