package vpo.plugin.scan.http;

import java.util.List;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.Summary;

/** Scans as JSON. */
final class ScanJson {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private ScanJson() {}

    /** A scan with what it has done so far, if it runs here. */
    record Entry(ScanJob job, Optional<Summary> progress) {}

    static String started(String id) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        return GSON.toJson(json);
    }

    static String error(Refusal refusal) {
        JsonObject json = new JsonObject();
        json.addProperty("error", refusal.getMessage());
        json.addProperty("code", refusal.code());
        return GSON.toJson(json);
    }

    static String list(List<Entry> scans) {
        JsonArray array = new JsonArray();
        scans.forEach(scan -> array.add(object(scan)));
        JsonObject json = new JsonObject();
        json.add("scans", array);
        return GSON.toJson(json);
    }

    static String one(Entry scan) {
        return GSON.toJson(object(scan));
    }

    private static JsonObject object(Entry scan) {
        ScanJob job = scan.job;
        JsonObject json = new JsonObject();
        json.addProperty("id", job.id());
        json.addProperty("path", job.path());
        json.addProperty("status", job.status());
        json.addProperty("progress_percent", scan.progress.map(Summary::percent).orElse(job.percent()));
        json.addProperty("created_at", job.createdAt());
        json.addProperty("started_at", job.startedAt().orElse(null));
        json.addProperty("completed_at", job.completedAt().orElse(null));
        json.addProperty("error", job.error().orElse(null));
        json.add("options", stored(job.policy()));
        json.add("summary", scan.progress.<JsonElement>map(ScanJson::object).orElseGet(() -> stored(job.summary())));
        return json;
    }

    private static JsonObject object(Summary summary) {
        JsonObject json = new JsonObject();
        json.addProperty("total_discovered", summary.discovered());
        json.addProperty("scanned", summary.scanned());
        json.addProperty("skipped", summary.skipped());
        json.addProperty("added", summary.added());
        json.addProperty("removed", summary.removed());
        json.addProperty("errors", summary.errors());
        return json;
    }

    /** What the library holds may have been written by anybody. */
    private static JsonElement stored(Optional<String> json) {
        try {
            return json.map(JsonParser::parseString).orElse(JsonNull.INSTANCE);
        } catch (JsonParseException e) {
            return JsonNull.INSTANCE;
        }
    }
}
