package vpo.plugin.scan.media;

import java.io.IOException;
import java.io.StringReader;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

/** JSON as its specification has it; gson's own parser takes much that is none. */
public final class StrictJson {
    private StrictJson() {}

    /**
     * Reads one document.
     *
     * @throws JsonParseException if it is none; the message says where and why
     */
    public static JsonElement parse(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement document = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonSyntaxException("there is more after the end at " + reader.getPath());
            }
            return document;
        } catch (IOException e) {
            throw new JsonSyntaxException(e.getMessage(), e);
        } catch (JsonParseException e) {
            throw e.getCause() == null ? e : new JsonSyntaxException(e.getCause().getMessage(), e);
        }
    }
}
