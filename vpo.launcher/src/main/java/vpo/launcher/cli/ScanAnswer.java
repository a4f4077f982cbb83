package vpo.launcher.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * A scan as the daemon tells of it.
 *
 * @param json as it came; an object
 */
record ScanAnswer(JsonObject json) {

    /** One of which nothing else is known. */
    static final ScanAnswer RUNNING = parse("{\"status\": \"running\"}").orElseThrow();

    /** Reads a list of them; empty if it is none. */
    static Optional<List<ScanAnswer>> parseList(String text) {
        return parse(text).map(answer -> answer.json.get("scans")).filter(JsonElement::isJsonArray)
                .map(scans -> scans.getAsJsonArray().asList().stream().filter(JsonElement::isJsonObject)
                        .map(scan -> new ScanAnswer(scan.getAsJsonObject())).toList());
    }

    /** Reads an object; empty if it is none, as when somebody else listens there. */
    static Optional<ScanAnswer> parse(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            return json.isJsonObject() ? Optional.of(new ScanAnswer(json.getAsJsonObject())) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    String id() {
        return text("id").orElse("?");
    }

    String status() {
        return text("status").orElse("?");
    }

    String path() {
        return text("path").orElse("?");
    }

    /** Why it has failed or was cancelled, or what it could not scan; of a refusal, why. */
    Optional<String> error() {
        return text("error");
    }

    boolean isRunning() {
        return status().equals("running") || status().equals("queued");
    }

    boolean isCompleted() {
        return status().equals("completed");
    }

    /** How far it is, in a few words. */
    String progress() {
        long discovered = count("total_discovered");
        if (discovered == 0) {
            return "looking for videos";
        }
        double percent = json.has("progress_percent") ? json.get("progress_percent").getAsDouble() : 0;
        return String.format(Locale.ROOT, "%3.0f %%, %d of %d files", Math.floor(percent),
                count("scanned") + count("skipped"), discovered) + problems();
    }

    /** The scan in a line. */
    String line() {
        return String.join("  ", id(), String.format("%-9s", status()), text("created_at").orElse("?"), path() + ": "
                + (isRunning() ? progress().strip() : result()));
    }

    /** What it has done. */
    String result() {
        return counted(count("total_discovered"), "file") + " found, " + count("scanned") + " scanned, "
                + count("added")
                + " added, " + count("removed") + " gone" + problems();
    }

    private String problems() {
        long errors = count("errors");
        return errors == 0 ? "" : ", " + counted(errors, "error");
    }

    private static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private long count(String key) {
        return json.get("summary") instanceof JsonObject summary && summary.has(key)
                ? summary.get(key).getAsLong()
                : 0;
    }

    private Optional<String> text(String key) {
        return json.get(key) instanceof JsonElement element && element.isJsonPrimitive()
                ? Optional.of(element.getAsString())
                : Optional.empty();
    }
}
