package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import vpo.config.ConfigInputs;
import vpo.config.Source;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.NearestKey;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Position;
import vpo.config.internal.toml.Text;
import vpo.config.internal.toml.TomlException;
import vpo.config.internal.toml.TomlFile;
import vpo.config.internal.toml.TomlParser;

/** Reads the file against the schema. */
final class FileLayer {
    private static final String PLUGINS = "plugins.";

    private final Path file;
    private final Folders folders;
    private final boolean blank;
    private final Problems problems;
    private final Layer layer = new Layer();
    private final Map<String, Node> plugins = new LinkedHashMap<>();

    private FileLayer(Path file, boolean blank, ConfigInputs inputs, Problems problems) {
        this.file = file;
        this.blank = blank;
        this.folders = Locations.folders(inputs, file.toAbsolutePath().getParent());
        this.problems = problems;
    }

    /** What the file holds; empty if it may be missing and is. */
    static Optional<FileLayer> read(Locations locations, ConfigInputs inputs, Problems problems) {
        Path file = locations.file();
        try {
            Optional<String> text = TomlFile.read(file);
            if (text.isEmpty()) {
                if (!locations.named().isEmpty()) {
                    problems.error(file.toString(), "",
                            "no such file, named " + locations.named() + ": create it, or correct the path");
                }
                return Optional.empty();
            }
            FileLayer layer = new FileLayer(file, text.get().isBlank(), inputs, problems);
            layer.walk(TomlParser.parse(text.get()), "");
            return Optional.of(layer);
        } catch (TomlException e) {
            e.faults().forEach(fault -> problems.error(
                    fault.position().map(p -> where(file, p)).orElse(file.toString()), "", fault.message()));
            e.passing().ifPresent(problems::passing);
            return Optional.empty();
        }
    }

    Layer layer() {
        return layer;
    }

    /** Whether the file holds nothing at all. */
    boolean isBlank() {
        return blank;
    }

    /** The tables of plugins by the plugin's name. */
    Map<String, Node> plugins() {
        return plugins;
    }

    static String where(Path file, Position position) {
        return source(file, position).toString();
    }

    static Source.File source(Path file, Position position) {
        return new Source.File(file, position.line(), position.column());
    }

    private void walk(Node.Table table, String prefix) {
        table.entries().forEach((name, node) -> {
            String full = prefix + Text.key(name);
            Optional<Key> key = Schema.key(full);
            if (key.isPresent()) {
                layer.read(key.get(), node, file, folders, problems);
            } else if (Schema.isTable(full)) {
                table(full, node);
            } else if (prefix.equals(PLUGINS) && PluginTables.isName(name) && isTableOfPlugin(node)) {
                plugins.put(name, node);
            } else {
                unknown(full, node);
            }
        });
    }

    private void table(String full, Node node) {
        if (node instanceof Node.Table table) {
            walk(table, full + ".");
        } else {
            problems.error(where(file, node.position()), full, "expected a table, found " + node.kind());
        }
    }

    private static boolean isTableOfPlugin(Node node) {
        return node instanceof Node.Table || node instanceof Node.Array array && array.ofTables();
    }

    private void unknown(String full, Node node) {
        String kind = node instanceof Node.Table ? "unknown table, ignored" : "unknown key, ignored";
        String hint = "";
        // Looking for the nearest costs more than reading: not for warnings that nobody will see.
        if (!problems.full()) {
            hint = NearestKey.of(full).map(known -> "; did you mean " + known + "?").orElse("");
        }
        if (hint.isEmpty() && full.startsWith(PLUGINS) && isTableOfPlugin(node)) {
            hint = "; " + PluginTables.NAME_RULE;
        }
        problems.warning(where(file, node.position()), full, kind + hint);
    }
}
