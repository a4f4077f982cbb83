package vpo.admin.internal.resource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Call;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;
import vpo.lifecycle.Lifecycle;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;

/** {@code /plugins}: what {@code vpo plugin} does. */
public final class PluginsResource {
    private static final Logger log = LoggerFactory.getLogger(PluginsResource.class);
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,195}\\.jar");
    private static final String NAME = "name";
    private static final String VERSION = "version";
    private static final String DRY_RUN = "dry_run";
    private static final String LIST = "list";
    private static final String ACKNOWLEDGE = "acknowledge";

    private final Supplier<Optional<PluginAdministration>> host;
    private final Lifecycle lifecycle;
    private final Uploads uploads;

    /**
     * @param host as long as it is there
     */
    public PluginsResource(Supplier<Optional<PluginAdministration>> host, Lifecycle lifecycle, Uploads uploads) {
        this.host = host;
        this.lifecycle = lifecycle;
        this.uploads = uploads;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/plugins", 200, _ -> Reply.ok(json())).or(503),
                Route.of("POST", "/plugins", 200, call -> upload("install", call))
                        .query("file", ACKNOWLEDGE, DRY_RUN).or(409, 413, 415, 503, 507),
                Route.of("POST", "/plugins/check", 200, call -> upload("check", call)).query("file")
                        .or(409, 413, 415, 503, 507),
                Route.of("GET", "/plugins/{name}", 200, this::show).or(404, 503),
                Route.of("DELETE", "/plugins/{name}", 200, this::remove).query(DRY_RUN).or(404, 409, 503),
                Route.of("POST", "/plugins/{name}/acknowledge", 200, call -> change(ACKNOWLEDGE, call, VERSION))
                        .or(404, 409, 413, 415, 503),
                Route.of("POST", "/plugins/{name}/enable", 200, call -> change("enable", call))
                        .or(404, 409, 413, 415, 503),
                Route.of("POST", "/plugins/{name}/disable", 200, call -> change("disable", call))
                        .or(404, 409, 413, 415, 503),
                Route.of("POST", "/plugins/{name}/rollback", 200, call -> change("rollback", call, VERSION))
                        .or(404, 409, 413, 415, 503));
    }

    /**
     * All plugins.
     *
     * @throws ApiException if the host is not there
     */
    public JsonElement json() throws ApiException, InterruptedException {
        return Json.read(perform(new PluginRequest(LIST, Map.of(), Optional.empty())).json());
    }

    private Reply show(Call call) throws ApiException, InterruptedException {
        String name = call.variable(NAME);
        PluginAnswer answer = perform(new PluginRequest("show", Map.of(NAME, name), Optional.empty()));
        if (!answer.done()) {
            throw ApiException.notFound(answer.refusal());
        }
        return Reply.ok(Json.read(answer.json()));
    }

    private Reply upload(String action, Call call) throws ApiException, IOException, InterruptedException {
        String file = call.query().get("file");
        if (file == null || !FILE.matcher(file).matches()) {
            throw ApiException.parameter("file must be the name that the jar gets in the plugin folder: letters,"
                    + " digits, dots, plus signs, hyphens and underscores, and .jar at its end");
        }
        Map<String, String> parameters = new HashMap<>(Map.of("file", file));
        parameters.put("dry-run", Boolean.toString(call.flag(DRY_RUN)));
        parameters.put(ACKNOWLEDGE, Boolean.toString(call.flag(ACKNOWLEDGE)));
        try (Uploads.Upload upload = uploads.receive(call.body())) {
            return carriedOut(action, file, parameters, Optional.of(upload.file()), call);
        }
    }

    private Reply remove(Call call) throws ApiException, InterruptedException {
        return carriedOut("remove", call.variable(NAME),
                Map.of(NAME, call.variable(NAME), "dry-run", Boolean.toString(call.flag(DRY_RUN))), Optional.empty(),
                call);
    }

    private Reply change(String action, Call call, String... more)
            throws ApiException, IOException, InterruptedException {
        JsonObject body = more.length == 0 ? call.json(DRY_RUN) : call.json(VERSION, DRY_RUN);
        return carriedOut(action, call.variable(NAME),
                Map.of(NAME, call.variable(NAME), VERSION, Call.text(body, VERSION, ""), "dry-run",
                        Boolean.toString(Call.flag(body, DRY_RUN))),
                Optional.empty(), call);
    }

    private Reply carriedOut(String action, String subject, Map<String, String> parameters, Optional<Path> jar,
            Call call) throws ApiException, InterruptedException {
        if (lifecycle.shutdown().isShuttingDown()) {
            throw ApiException.shuttingDown();
        }
        boolean changes = !action.equals("check") && !Boolean.parseBoolean(parameters.get("dry-run"));
        String line = "plugin " + action + " " + Api.fit(subject);
        PluginAnswer answer = perform(new PluginRequest(action, parameters, jar));
        if (answer.done()) {
            if (changes) {
                log.info("{}: carried out for {}", line, call.who());
            }
            return Reply.ok(Json.read(answer.json()));
        }
        if (changes) {
            log.warn("{}: refused to {}: {}", line, call.who(), Api.fit(answer.refusal()));
        }
        if (jar.isEmpty() && !isThere(subject)) {
            throw ApiException.notFound(answer.refusal());
        }
        throw new ApiException(409, "REFUSED", answer.refusal());
    }

    private PluginAnswer perform(PluginRequest request) throws ApiException, InterruptedException {
        PluginAdministration there = host.get().orElseThrow(() -> lifecycle.shutdown().isShuttingDown()
                ? ApiException.shuttingDown()
                : ApiException.unavailable("SERVICE_UNAVAILABLE", "The plugin host does not run yet"));
        try {
            return there.perform(request);
        } catch (IllegalStateException e) {
            log.debug("the host has ended", e);
            throw ApiException.shuttingDown();
        }
    }

    private boolean isThere(String name) throws ApiException, InterruptedException {
        for (JsonElement each : json().getAsJsonObject().getAsJsonArray("plugins")) {
            JsonObject plugin = each.getAsJsonObject();
            if (name.equals(plugin.get(NAME).getAsString())
                    || name.equals(plugin.get("symbolic_name").getAsString())) {
                return true;
            }
        }
        return false;
    }
}
