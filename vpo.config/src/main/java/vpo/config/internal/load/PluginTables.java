package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import vpo.config.Problem;
import vpo.config.Problem.Severity;
import vpo.config.Setting;
import vpo.config.internal.metatype.TableSchemas;
import vpo.config.internal.toml.Node;

/**
 * The tables of plugins as they stand in the file, and what becomes of them. Of a plugin that has said what its tables
 * are like, they are held against that; those of others are passed on as they are.
 *
 * @param nodes by the plugin's name
 * @param schemas by the plugin's name
 * @param settings the keys of all tables, and the defaults of those that are known
 * @param published PID to properties
 */
public record PluginTables(Path file, Map<String, Node> nodes, Map<String, TableSchemas> schemas,
        List<Setting> settings, Map<String, Map<String, Object>> published, Problems problems) {
    static final String NAME_RULE = "a plugin's name is two or more of a-z, 0-9 and -,"
            + " starts with a letter and does not end with -";

    private static final TableSchemas NOTHING_KNOWN = new TableSchemas(Map.of());
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*[a-z0-9]");

    /** Copies. */
    public PluginTables {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
        schemas = Map.copyOf(schemas);
        settings = List.copyOf(settings);
        published = Collections.unmodifiableMap(new LinkedHashMap<>(published));
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static PluginTables of(Path file, Map<String, Node> nodes, Map<String, TableSchemas> schemas) {
        PluginTablesReader reader = new PluginTablesReader(file);
        nodes.forEach((name, node) -> reader.add("plugins." + name, node, schemas.getOrDefault(name, NOTHING_KNOWN)));
        new TreeMap<>(schemas).values().forEach(reader::addDefaults);
        return new PluginTables(file, nodes, schemas, reader.settings(), reader.published(), reader.problems());
    }

    /** What is wrong with a plugin's tables by what it says of them: errors only. */
    List<Problem> errors(String plugin, TableSchemas schema) {
        Node node = nodes.get(plugin);
        if (node == null) {
            return List.of();
        }
        PluginTablesReader reader = new PluginTablesReader(file);
        reader.add("plugins." + plugin, node, schema);
        return reader.problems().told(file.toString()).stream().filter(each -> each.severity() == Severity.ERROR)
                .toList();
    }

    /** The same tables, held against other schemas; one that a plugin's tables do not fit is left out. */
    PluginTables with(Map<String, TableSchemas> others) {
        Map<String, TableSchemas> fitting = new HashMap<>(others);
        fitting.entrySet().removeIf(each -> !errors(each.getKey(), each.getValue()).isEmpty());
        return of(file, nodes, fitting);
    }
}
