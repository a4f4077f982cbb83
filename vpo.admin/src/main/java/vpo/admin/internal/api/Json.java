package vpo.admin.internal.api;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

/** JSON: what is written is made of maps, lists, texts, numbers and truths; what is read must be JSON, strictly. */
public final class Json {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private Json() {}

    /** An object with these keys, in this order; null is a value. */
    public static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }

    /** On one line. */
    public static String write(Object value) {
        return GSON.toJson(value);
    }

    /** JSON that the daemon itself has made. */
    public static JsonElement read(String ours) {
        return JsonParser.parseString(ours);
    }

    /** An object that a client has sent; blank is as good as an empty one. */
    static JsonObject object(String text) throws ApiException {
        if (text.isBlank()) {
            return new JsonObject();
        }
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            // gson's own parser takes much that is no JSON.
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (IOException | JsonParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ApiException(400, "INVALID_JSON",
                    "The body is not JSON: " + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
        }
        throw new ApiException(400, "INVALID_JSON", "The body must be one JSON object");
    }
}
