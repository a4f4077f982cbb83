package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import vpo.config.Setting;
import vpo.config.Source;
import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Text;

/** The tables of plugins: not known to the schema, passed on as they are, if Configuration Admin can take them. */
final class PluginTables {
    static final String NAME_RULE = "a plugin's name is two or more of a-z, 0-9 and -,"
            + " starts with a letter and does not end with -";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*[a-z0-9]");
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern SECRET = Pattern
            .compile("(?i).*(password|passphrase|secret|token|api_?key|credential).*");
    /** Configuration Admin sets these itself, or the bridge does. */
    private static final Set<String> RESERVED = Set.of("service.pid", "service.factorypid", "service.bundlelocation",
            "vpo.config.managed");

    private final Path file;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Map<String, Object>> published = new LinkedHashMap<>();

    private PluginTables(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static PluginTables of(Path file, Map<String, Node> tables, Problems problems) {
        PluginTables plugins = new PluginTables(file, problems);
        tables.forEach((name, node) -> plugins.add("plugins." + name, node));
        return plugins;
    }

    List<Setting> settings() {
        return settings;
    }

    /** PID to properties. */
    Map<String, Map<String, Object>> published() {
        return published;
    }

    private void add(String key, Node node) {
        switch (node) {
            case Node.Table table -> table(key, Publisher.pid(key), table);
            case Node.Array array -> factory(key, array);
            case Node.Value _ -> throw new IllegalArgumentException(key);
        }
    }

    private void table(String key, String pid, Node.Table table) {
        Map<String, Object> properties = new LinkedHashMap<>();
        published.put(pid, properties);
        Map<String, String> seen = new HashMap<>();
        table.entries().forEach((name, node) -> {
            String full = key + "." + Text.key(name);
            if (!isNew(seen, name, full, node)) {
                return;
            }
            if (node instanceof Node.Table || node instanceof Node.Array array && array.ofTables()) {
                if (TABLE_NAME.matcher(name).matches()) {
                    add(full, node);
                } else {
                    error(node, full, "the name of a table can have only A-Z, a-z, 0-9, _ and -");
                }
            } else {
                property(properties, name, full, node);
            }
        });
    }

    private void factory(String key, Node.Array array) {
        List<String> names = instances(array);
        for (int i = 0; i < names.size(); i++) {
            Map<String, Object> properties = new LinkedHashMap<>();
            published.put(Publisher.pid(key) + "~" + names.get(i), properties);
            flatten(properties, new HashMap<>(), "", key + "[" + i + "]", (Node.Table) array.elements().get(i));
        }
    }

    /** Named by their key {@code name} where that tells them apart, so that one can go without renaming the others. */
    private static List<String> instances(Node.Array array) {
        Set<String> names = new LinkedHashSet<>();
        for (Node element : array.elements()) {
            if (((Node.Table) element).entries().get("name") instanceof Node.Value(String name, var _)
                    && TABLE_NAME.matcher(name).matches()) {
                names.add(name);
            }
        }
        int size = array.elements().size();
        return names.size() == size
                ? List.copyOf(names)
                : IntStream.range(0, size).mapToObj(Integer::toString).toList();
    }

    /** An instance has no configurations below it: tables in it become dotted keys. */
    private void flatten(Map<String, Object> properties, Map<String, String> seen, String prefix, String key,
            Node.Table table) {
        table.entries().forEach((name, node) -> {
            String full = key + "." + Text.key(name);
            switch (node) {
                case Node.Table inner -> flatten(properties, seen, prefix + name + ".", full, inner);
                case Node.Array array when array.ofTables() ->
                    error(node, full, "an array of tables cannot stand within another");
                default -> {
                    if (isNew(seen, prefix + name, full, node)) {
                        property(properties, prefix + name, full, node);
                    }
                }
            }
        });
    }

    /**
     * Configuration Admin does not tell keys apart that differ only in case, or one with a dot from a table with a key.
     *
     * @param seen the names so far, by their lower case
     */
    private boolean isNew(Map<String, String> seen, String name, String key, Node node) {
        String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (other == null) {
            return true;
        }
        error(node, key, other.equals(name)
                ? "means the same as another key: both become " + Text.key(name)
                : "differs from " + Text.key(other) + " only in case");
        return false;
    }

    private void property(Map<String, Object> properties, String name, String key, Node node) {
        if (name.isEmpty() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            error(node, key, "the name is reserved: choose another");
            return;
        }
        Object value = switch (node) {
            case Node.Value(Object scalar, var _) -> simple(scalar);
            case Node.Array array -> list(key, array);
            case Node.Table _ -> throw new IllegalArgumentException(key);
        };
        if (value != null) {
            Source source = FileLayer.source(file, node.position());
            settings.add(new Setting(key, value, source, SECRET.matcher(name).matches(), false));
            properties.put(name, Publisher.property(value));
        }
    }

    private List<Object> list(String key, Node.Array array) {
        List<Object> values = new ArrayList<>();
        for (Node element : array.elements()) {
            if (!(element instanceof Node.Value(Object value, var _))) {
                error(element, key, "an array can hold values only, found " + element.describe() + " in it");
                return null;
            }
            values.add(simple(value));
        }
        boolean numbers = values.stream().allMatch(Number.class::isInstance);
        if (values.stream().map(Object::getClass).distinct().count() > 1) {
            if (!numbers) {
                error(array, key, "an array must hold values of one type");
                return null;
            }
            values.replaceAll(value -> ((Number) value).doubleValue());
        }
        return List.copyOf(values);
    }

    /** Configuration Admin has no dates: they pass as ISO text. */
    private static Object simple(Object value) {
        return switch (value) {
            case String s -> s;
            case Long l -> l;
            case Double d -> d;
            case Boolean b -> b;
            default -> value.toString();
        };
    }

    private void error(Node node, String key, String message) {
        problems.error(FileLayer.where(file, node.position()), key, message);
    }
}
