package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import vpo.config.Setting;
import vpo.config.Source;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Key;
import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Text;

/** What one source of values (the file, the environment, the flags) says about the known keys. */
final class Layer {
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    /** How a value is read once it is known where from. */
    @FunctionalInterface
    interface Reader {
        Object read(Folders folders) throws InvalidValueException;
    }

    Map<String, Setting> settings() {
        return settings;
    }

    /**
     * Reads one value; a bad one becomes a problem.
     *
     * @param where as a problem names it at the start of its line
     * @param place as a message names it at its end, which is shorter
     * @param shown the value as a message shows it
     */
    void read(Key key, Reader reader, Folders folders, Source source, String where, String place, String shown,
            Problems problems) {
        try {
            Object value = key.rule().check().apply(reader.read(folders));
            settings.put(key.name(), new Setting(key.name(), value, source, key.secret(), key.restart()));
        } catch (InvalidValueException e) {
            problems.error(where, key.name(), message(e, key, shown, place));
        }
    }

    /** Reads one value of a file; a bad one becomes a problem, a blank one for a path is as good as none. */
    void read(Key key, Node node, Path file, Folders folders, Problems problems) {
        if (node instanceof Node.Value(String text, var _) && isUnset(key, text)) {
            return;
        }
        Source.File source = FileLayer.source(file, node.position());
        String shown = node instanceof Node.Value(var value, var _) ? Text.shown(value) : node.describe();
        read(key, at -> key.type().read(node, at), folders, source, source.toString(),
                file.getFileName() + ":" + source.line(), shown, problems);
    }

    /** Existing files and variables say "not set" this way. */
    static boolean isUnset(Key key, String text) {
        return key.type().isPath() && text.isBlank();
    }

    private static String message(InvalidValueException e, Key key, String shown, String place) {
        if (key.secret()) {
            return e.tellsValue() ? "expected " + key.type().expected() : e.getMessage() + " (" + place + ")";
        }
        return e.tellsValue() ? e.getMessage() : e.getMessage() + ": " + e.culprit(shown) + " (" + place + ")";
    }
}
