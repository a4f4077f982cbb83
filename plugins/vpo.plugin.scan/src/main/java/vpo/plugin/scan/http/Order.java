package vpo.plugin.scan.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.media.StrictJson;

/**
 * What the body of a request asks for.
 *
 * @param folders absolute and normalized, each a configured root or below one
 * @param options how
 */
record Order(List<Path> folders, ScanOptions options) {
    private static final Set<String> KEYS = Set.of("paths", "full", "prune", "verify_hash");

    /**
     * Reads a body.
     *
     * @param body JSON; blank is as good as {@code {}}
     * @param roots the configured folders: scanned when the body names none
     * @throws Refusal if it is no such JSON, or asks for what it may not have
     */
    static Order parse(String body, List<Path> roots) throws Refusal {
        JsonObject json = body.isBlank() ? new JsonObject() : object(body);
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw Refusal.invalid("unknown key " + unknown.iterator().next() + "; known are full, paths, prune and"
                    + " verify_hash");
        }
        ScanOptions options = new ScanOptions(flag(json, "full"), flag(json, "prune"), flag(json, "verify_hash"));
        if (roots.isEmpty()) {
            throw new Refusal(403, "NO_ROOTS", "no folder may be scanned: name the library's folders in the"
                    + " configuration, as roots in the table [plugins.scan]");
        }
        return new Order(json.has("paths") ? folders(json.get("paths"), roots) : roots, options);
    }

    private static JsonObject object(String body) throws Refusal {
        try {
            JsonElement json = StrictJson.parse(body);
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            throw new Refusal(400, "INVALID_JSON", "the body is not JSON: " + e.getMessage());
        }
        throw new Refusal(400, "INVALID_JSON", "the body must be a JSON object");
    }

    private static boolean flag(JsonObject json, String key) throws Refusal {
        JsonElement value = json.get(key);
        if (value == null) {
            return false;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) {
            return value.getAsBoolean();
        }
        throw Refusal.invalid(key + " must be true or false");
    }

    private static List<Path> folders(JsonElement value, List<Path> roots) throws Refusal {
        if (!value.isJsonArray() || value.getAsJsonArray().isEmpty()) {
            throw Refusal.invalid("paths must be a list of folders, with at least one");
        }
        List<Path> folders = new ArrayList<>();
        for (JsonElement element : value.getAsJsonArray()) {
            if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
                throw Refusal.invalid("paths must be a list of strings");
            }
            folders.add(folder(element.getAsString(), roots));
        }
        return folders;
    }

    private static Path folder(String text, List<Path> roots) throws Refusal {
        Path folder;
        try {
            folder = Path.of(text);
        } catch (InvalidPathException e) {
            throw Refusal.invalid("not a path: " + e.getReason());
        }
        if (!folder.isAbsolute()) {
            throw Refusal.invalid("not an absolute path: " + text);
        }
        return below(folder.normalize(), roots).orElseThrow(() -> new Refusal(403, "OUTSIDE_ROOTS", text
                + " is not below a folder that may be scanned; those are the roots in the configuration's table"
                + " [plugins.scan]: " + roots.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }

    /**
     * A folder by the name that it has below a root. By which name it was asked for, through links or not, makes no
     * difference: else its files would be in the library twice.
     */
    private static Optional<Path> below(Path folder, List<Path> roots) {
        // The one that it is asked for by comes first, should several lead to it.
        List<Path> candidates = roots.stream().sorted(Comparator.comparing(root -> !folder.startsWith(root))).toList();
        try {
            Path real = folder.toRealPath();
            for (Path root : candidates) {
                Path realRoot = Files.exists(root) ? root.toRealPath() : root;
                if (real.startsWith(realRoot)) {
                    return Optional.of(root.resolve(realRoot.relativize(real)));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            // What does not exist, or is out of reach, leads nowhere.
            return candidates.stream().filter(folder::startsWith).findFirst().filter(_ -> !Files.exists(folder))
                    .map(_ -> folder);
        }
    }
}
