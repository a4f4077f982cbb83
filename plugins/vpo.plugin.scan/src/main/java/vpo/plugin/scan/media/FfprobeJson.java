package vpo.plugin.scan.media;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import vpo.api.event.TrackInfo;

/** Reads what {@code ffprobe -print_format json -show_streams -show_format} prints. */
final class FfprobeJson {
    private static final Map<Integer, String> LAYOUTS = Map.of(1, "mono", 2, "stereo", 6, "5.1", 8, "7.1");

    private FfprobeJson() {}

    /** @throws ProbeException if that is not what ffprobe prints */
    static Probe parse(String json) throws ProbeException {
        try {
            return probe(StrictJson.parse(json));
        } catch (JsonParseException e) {
            throw new ProbeException("ffprobe printed something else than its JSON: " + e.getMessage(), e);
        }
    }

    private static Probe probe(JsonElement document) throws ProbeException {
        if (!document.isJsonObject() || object(document.getAsJsonObject(), "format").isEmpty()) {
            throw new ProbeException("ffprobe says nothing of its format");
        }
        JsonObject root = document.getAsJsonObject();
        Map<Integer, TrackInfo> tracks = new TreeMap<>(Comparator.naturalOrder());
        if (root.get("streams") instanceof JsonElement streams && streams.isJsonArray()) {
            for (JsonElement stream : streams.getAsJsonArray()) {
                if (stream.isJsonObject()) {
                    track(stream.getAsJsonObject()).ifPresent(track -> tracks.putIfAbsent(track.index(), track));
                }
            }
        }
        return new Probe(text(object(root, "format"), "format_name"), tracks.values().stream().toList());
    }

    private static Optional<TrackInfo> track(JsonObject stream) {
        OptionalInt index = number(stream, "index");
        if (index.isEmpty()) {
            return Optional.empty();
        }
        String type = type(text(stream, "codec_type").orElse(""));
        boolean audio = type.equals("audio");
        boolean video = type.equals("video");
        JsonObject tags = object(stream, "tags");
        JsonObject disposition = object(stream, "disposition");
        OptionalInt channels = audio ? positive(number(stream, "channels")) : OptionalInt.empty();
        return Optional.of(new TrackInfo(index.getAsInt(), type, text(stream, "codec_name"),
                text(tags, "language").orElse("und"), text(tags, "title"),
                isOne(disposition, "default"), isOne(disposition, "forced"),
                channels, layout(channels),
                video ? number(stream, "width") : OptionalInt.empty(),
                video ? number(stream, "height") : OptionalInt.empty(),
                video ? rate(stream, "r_frame_rate").or(() -> rate(stream, "avg_frame_rate")) : Optional.empty()));
    }

    private static String type(String codecType) {
        return switch (codecType) {
            case "video", "audio", "subtitle", "attachment" -> codecType;
            default -> "other";
        };
    }

    private static Optional<String> layout(OptionalInt channels) {
        return channels.isEmpty()
                ? Optional.empty()
                : Optional.of(LAYOUTS.getOrDefault(channels.getAsInt(), channels.getAsInt() + "ch"));
    }

    private static Optional<String> rate(JsonObject stream, String key) {
        return text(stream, key).filter(rate -> !rate.equals("0/0"));
    }

    private static OptionalInt positive(OptionalInt number) {
        return number.isPresent() && number.getAsInt() > 0 ? number : OptionalInt.empty();
    }

    private static boolean isOne(JsonObject object, String key) {
        OptionalInt number = number(object, key);
        return number.isPresent() && number.getAsInt() == 1;
    }

    private static JsonObject object(JsonObject parent, String key) {
        return parent.get(key) instanceof JsonElement element && element.isJsonObject()
                ? element.getAsJsonObject()
                : new JsonObject();
    }

    private static Optional<String> text(JsonObject object, String key) {
        return object.get(key) instanceof JsonElement element && element.isJsonPrimitive()
                ? Optional.of(element.getAsString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static OptionalInt number(JsonObject object, String key) {
        if (object.get(key) instanceof JsonElement element && element.isJsonPrimitive()
                && element.getAsJsonPrimitive().isNumber()) {
            double value = element.getAsDouble();
            if (value == (int) value) {
                return OptionalInt.of((int) value);
            }
        }
        return OptionalInt.empty();
    }
}
