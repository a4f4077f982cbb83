package vpo.admin.internal.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.google.gson.JsonObject;

/**
 * A request that has found its route.
 *
 * @param variables of the path
 * @param query parameters, all of them known
 * @param body what the client sends
 * @param lastEventId of a stream of events that broke, what came last; empty if there is none
 * @param caller who asks, fit for a line of the log
 */
public record Call(Map<String, String> variables, Map<String, String> query, Body body, String lastEventId,
        String caller) {
    private static final int MOST_JSON_BYTES = 64 * 1024;

    /** Who asks, and how, for the log. */
    public String who() {
        return caller + " (API)";
    }

    /** A variable of the path. */
    public String variable(String name) {
        return variables.get(name);
    }

    /** A query parameter that is true or false; false if it is not there. */
    public boolean flag(String name) throws ApiException {
        return switch (query.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.parameter(name + " must be true or false");
        };
    }

    /** A query parameter that is a whole number. */
    public int number(String name, int least, int most, int otherwise) throws ApiException {
        String text = query.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ApiException.parameter(name + " must be a number from " + least + " to " + most);
        }
        throw ApiException.parameter(name + " must be a number from " + least + " to " + most);
    }

    /**
     * The body, a JSON object with none but these keys. No body is as good as an empty object.
     *
     * @throws IOException if the client does not send it
     */
    public JsonObject json(String... known) throws ApiException, IOException {
        byte[] bytes = body.length() > MOST_JSON_BYTES
                ? new byte[MOST_JSON_BYTES + 1]
                : body.stream().readNBytes(MOST_JSON_BYTES + 1);
        if (bytes.length > MOST_JSON_BYTES) {
            throw new ApiException(413, "TOO_LARGE", "The body has more than " + MOST_JSON_BYTES + " bytes")
                    .with("Connection", "close");
        }
        // A form, which any page can send, has another type.
        if (bytes.length > 0 && !body.isOf("application/json")) {
            throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be of type application/json");
        }
        JsonObject object = Json.object(new String(bytes, StandardCharsets.UTF_8));
        Set<String> unknown = new TreeSet<>(object.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw ApiException.invalid("Unknown key in the body: " + String.join(", ", unknown)
                    + (known.length == 0 ? "; it has none" : "; known are " + String.join(", ", known)));
        }
        return object;
    }

    /** A value of the body that is true or false; false if it is not there. */
    public static boolean flag(JsonObject body, String key) throws ApiException {
        if (!body.has(key)) {
            return false;
        }
        if (body.get(key).isJsonPrimitive() && body.getAsJsonPrimitive(key).isBoolean()) {
            return body.get(key).getAsBoolean();
        }
        throw ApiException.invalid(key + " must be true or false");
    }

    /** A value of the body that is a text; the other one if it is null or not there. */
    public static String text(JsonObject body, String key, String otherwise) throws ApiException {
        if (!body.has(key) || body.get(key).isJsonNull()) {
            return otherwise;
        }
        if (body.get(key).isJsonPrimitive() && body.getAsJsonPrimitive(key).isString()) {
            return body.get(key).getAsString();
        }
        throw ApiException.invalid(key + " must be a string");
    }
}
