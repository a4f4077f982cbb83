package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import vpo.config.Nearest;
import vpo.config.Setting;
import vpo.config.Source;
import vpo.config.internal.metatype.PluginKey;
import vpo.config.internal.metatype.TableSchema;
import vpo.config.internal.metatype.TableSchemas;
import vpo.config.internal.schema.Fallback;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.ServiceFolders;
import vpo.config.internal.schema.Key;
import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Position;
import vpo.config.internal.toml.Text;

/** Makes configurations of tables, if Configuration Admin can take them and their plugin, as far as it says, too. */
final class PluginTablesReader {
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_-]+");
    /** Configuration Admin sets these itself, or the bridge does. */
    private static final Set<String> RESERVED = Set.of("service.pid", "service.factorypid", "service.bundlelocation",
            "vpo.config.managed");
    private static final TableSchema NO_KEYS = new TableSchema(true, true, Map.of());
    /** A metatype has no paths. */
    private static final Folders NO_FOLDERS = new Folders(Path.of("/"), Path.of("/"), ServiceFolders.NONE);

    private final Path file;
    private final Problems problems = new Problems();
    private final Layer layer = new Layer();
    private final List<Setting> settings = new ArrayList<>();
    private final Map<String, Map<String, Object>> published = new LinkedHashMap<>();

    PluginTablesReader(Path file) {
        this.file = file;
    }

    List<Setting> settings() {
        return settings;
    }

    /** PID to properties. */
    Map<String, Map<String, Object>> published() {
        return published;
    }

    Problems problems() {
        return problems;
    }

    /** One configuration in the making. */
    private final class Properties {
        private final Map<String, Object> values = new LinkedHashMap<>();
        /** The names so far, by their lower case: Configuration Admin does not tell them apart. */
        private final Map<String, String> seen = new HashMap<>();
        private final String key;
        private final String table;
        private final Position position;
        private final TableSchemas schemas;
        private final TableSchema schema;

        /**
         * @param key as problems name it
         * @param table the same without the number of an instance
         */
        Properties(String key, String table, Position position, TableSchemas schemas) {
            this.key = key;
            this.table = table;
            this.position = position;
            this.schemas = schemas;
            this.schema = schemas.table(table).orElse(NO_KEYS);
        }

        /** Whether the name means nothing else yet, also as one with a dot and as a table with a key. */
        boolean isNew(String name, String full, Node node) {
            String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (other == null) {
                return true;
            }
            error(node.position(), full, other.equals(name)
                    ? "means the same as another key: both become " + Text.shownKey(name)
                    : "differs from " + Text.shownKey(other) + " only in case");
            return false;
        }

        boolean knows(String name) {
            return schema.keys().containsKey(name);
        }

        /** Puts a value, or what stands where a value should. */
        void put(String name, String full, Node node) {
            if (name.isEmpty() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                error(node.position(), full, "the name is reserved: choose another");
            } else if (knows(name)) {
                putKnown(schema.keys().get(name), name, full, node);
            } else {
                tellUnknown("key", name, full, node);
                putAny(name, full, node);
            }
        }

        private void putKnown(PluginKey known, String name, String full, Node node) {
            Key named = known.key().named(full);
            layer.read(named, known.readable(node), file, NO_FOLDERS, problems);
            Setting setting = layer.settings().get(full);
            if (setting != null) {
                settings.add(setting);
                values.put(name, known.property(setting.value()));
            }
        }

        private void putAny(String name, String full, Node node) {
            Object value = switch (node) {
                case Node.Value(Object scalar, var _) -> simple(scalar);
                case Node.Array array -> list(full, array);
                case Node.Table _ -> throw new IllegalArgumentException(full);
            };
            if (value != null) {
                Source source = FileLayer.source(file, node.position());
                settings.add(new Setting(full, value, source, PluginKey.isSecret(full), false));
                values.put(name, Publisher.property(value));
            }
        }

        /** Of a plugin that describes its tables, whatever it does not describe is probably a slip of the pen. */
        void tellUnknown(String kind, String name, String full, Node node) {
            if (!schemas.reachInto(table)) {
                return;
            }
            String hint = problems.full() ? "" : nearest(name).map(known -> "; did you mean " + known + "?").orElse("");
            problems.warning(FileLayer.where(file, node.position()), full,
                    "unknown " + kind + ", passed on as it is" + hint);
        }

        private Optional<String> nearest(String name) {
            String inside = table + ".";
            List<String> tables = schemas.tables().keySet().stream().filter(each -> each.startsWith(inside))
                    .map(each -> each.substring(inside.length())).toList();
            // A table where a key has a dot in its name.
            Optional<String> dotted = schema.keys().keySet().stream().filter(each -> each.startsWith(name + "."))
                    .findFirst();
            return dotted.or(() -> Nearest.of(name, Stream.concat(schema.keys().keySet().stream(), tables.stream())
                    .toList())).map(each -> key + "." + (tables.contains(each) ? each : Text.key(each)));
        }

        /** What is left to the plugin's defaults, or must not be. */
        void complete() {
            schema.keys().forEach((name, known) -> {
                if (seen.containsKey(name.toLowerCase(Locale.ROOT))) {
                    return;
                }
                Key named = known.key().named(key + "." + Text.key(name));
                if (known.required()) {
                    error(position, named.name(), "must be set: it has no default");
                }
                Object fallback = addDefault(named);
                if (fallback != null) {
                    values.put(name, known.property(fallback));
                }
            });
        }
    }

    void add(String key, Node node, TableSchemas schemas) {
        Optional<TableSchema> schema = schemas.table(key);
        switch (node) {
            case Node.Table table when schema.isEmpty() || schema.get().single() -> table(key, table, schemas);
            case Node.Array array when (array.ofTables() || array.elements().isEmpty())
                    && (schema.isEmpty() || schema.get().factory()) ->
                factory(key, array, schemas);
            default -> error(node.position(), key,
                    "expected " + schema.orElse(NO_KEYS).expected() + ", found " + node.kind());
        }
    }

    /** The defaults of tables that are not in the file, to be seen; no configuration is made of them. */
    void addDefaults(TableSchemas schemas) {
        schemas.tables().forEach((table, schema) -> {
            if (schema.single() && !published.containsKey(Publisher.pid(table))) {
                schema.keys().forEach((name, known) -> addDefault(known.key().named(table + "." + Text.key(name))));
            }
        });
    }

    private Object addDefault(Key key) {
        Object fallback = key.fallback() instanceof Fallback.Fixed(Object value) ? value : null;
        settings.add(new Setting(key.name(), fallback, new Source.Default(), key.secret(), false));
        return fallback;
    }

    private void table(String key, Node.Table table, TableSchemas schemas) {
        Properties properties = new Properties(key, key, table.position(), schemas);
        published.put(Publisher.pid(key), properties.values);
        table.entries().forEach((name, node) -> {
            String full = key + "." + Text.key(name);
            if (!properties.isNew(name, full, node)) {
                return;
            }
            boolean isTable = node instanceof Node.Table || node instanceof Node.Array array && array.ofTables();
            boolean isKey = properties.knows(name) || !isTable && schemas.table(full).isEmpty();
            if (isKey) {
                properties.put(name, full, node);
            } else if (!TABLE_NAME.matcher(name).matches()) {
                error(node.position(), full, "the name of a table can have only A-Z, a-z, 0-9, _ and -");
            } else {
                if (!schemas.reachInto(full)) {
                    properties.tellUnknown("table", name, full, node);
                }
                add(full, node, schemas);
            }
        });
        properties.complete();
    }

    private void factory(String key, Node.Array array, TableSchemas schemas) {
        List<String> names = instances(array);
        for (int i = 0; i < names.size(); i++) {
            Node.Table element = (Node.Table) array.elements().get(i);
            Properties properties = new Properties(key + "[" + i + "]", key, element.position(), schemas);
            published.put(Publisher.pid(key) + "~" + names.get(i), properties.values);
            flatten(properties, "", properties.key, element);
            properties.complete();
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
    private void flatten(Properties properties, String prefix, String key, Node.Table table) {
        table.entries().forEach((name, node) -> {
            String full = key + "." + Text.key(name);
            boolean known = properties.knows(prefix + name);
            switch (node) {
                case Node.Table inner when !known -> flatten(properties, prefix + name + ".", full, inner);
                case Node.Array array when array.ofTables() && !known ->
                    error(node.position(), full, "an array of tables cannot stand within another");
                default -> {
                    if (properties.isNew(prefix + name, full, node)) {
                        properties.put(prefix + name, full, node);
                    }
                }
            }
        });
    }

    private List<Object> list(String key, Node.Array array) {
        List<Object> values = new ArrayList<>();
        for (Node element : array.elements()) {
            if (!(element instanceof Node.Value(Object value, var _))) {
                error(element.position(), key,
                        "an array can hold values only, found " + element.kind() + " in it");
                return null;
            }
            values.add(simple(value));
        }
        boolean numbers = values.stream().allMatch(Number.class::isInstance);
        if (values.stream().map(Object::getClass).distinct().count() > 1) {
            if (!numbers) {
                error(array.position(), key, "an array must hold values of one type");
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

    private void error(Position position, String key, String message) {
        problems.error(FileLayer.where(file, position), key, message);
    }
}
