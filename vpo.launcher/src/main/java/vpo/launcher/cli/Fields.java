package vpo.launcher.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A JSON object of which nobody knows for sure what is in it: the daemon may be of another version.
 *
 * @param json the object
 */
record Fields(JsonObject json) {

    static Fields of(Administration.Reply reply) {
        return new Fields(reply.json());
    }

    /** Fit for a terminal. */
    Optional<String> text(String key) {
        return primitive(key).map(JsonElement::getAsString).map(Plain::line);
    }

    /** Of several lines, each fit for a terminal; none if there is no text. */
    List<String> lines(String key) {
        return primitive(key).map(JsonElement::getAsString).stream().flatMap(String::lines).map(Plain::line).toList();
    }

    long number(String key) {
        try {
            return primitive(key).map(JsonElement::getAsDouble).orElse(0.0).longValue();
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    boolean is(String key) {
        return primitive(key).map(JsonElement::getAsBoolean).orElse(false);
    }

    boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    Optional<Instant> time(String key) {
        try {
            return text(key).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    Duration seconds(String key) {
        return Duration.ofSeconds(number(key));
    }

    /** An empty one if there is none. */
    Fields object(String key) {
        return new Fields(json.get(key) instanceof JsonObject object ? object : new JsonObject());
    }

    List<Fields> objects(String key) {
        return array(key).stream().filter(JsonElement::isJsonObject).map(each -> new Fields(each.getAsJsonObject()))
                .toList();
    }

    List<String> texts(String key) {
        return array(key).stream().filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString).map(Plain::line)
                .toList();
    }

    private List<JsonElement> array(String key) {
        return json.get(key) instanceof JsonElement element && element.isJsonArray()
                ? element.getAsJsonArray().asList()
                : List.of();
    }

    private Optional<JsonElement> primitive(String key) {
        return Optional.ofNullable(json.get(key)).filter(JsonElement::isJsonPrimitive);
    }
}
