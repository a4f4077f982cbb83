package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import vpo.config.Configuration;
import vpo.config.Problem;
import vpo.config.Setting;
import vpo.config.internal.metatype.TableSchemas;
import vpo.config.internal.schema.Schema;

/**
 * What was read, and is good.
 *
 * @param file that was read
 * @param place where it is, or would be looked for
 * @param known the schema's keys, all of them, in its order
 * @param plugins the tables of plugins
 * @param blank whether the file holds nothing at all
 * @param warnings but for those about plugins
 */
public record Loaded(Optional<Path> file, Path place, Map<String, Setting> known, PluginTables plugins,
        boolean blank, List<Problem> warnings) {

    /** Copies the collections. */
    public Loaded {
        known = Collections.unmodifiableMap(new LinkedHashMap<>(known));
        warnings = List.copyOf(warnings);
    }

    /** As others see it. */
    public Configuration configuration() {
        List<Setting> settings = new ArrayList<>(known.values());
        settings.addAll(plugins.settings());
        List<Problem> all = new ArrayList<>(warnings);
        all.addAll(plugins.problems().told(plugins.file().toString()));
        return new Configuration(file, place, Path.of((String) known.get(Schema.DATA_DIRECTORY).value()), settings,
                Publisher.publish(known, plugins.published()), all);
    }

    /** What is wrong with a plugin's tables by what it says of them: errors only. */
    public List<Problem> errors(String plugin, TableSchemas schema) {
        return plugins.errors(plugin, schema);
    }

    /** The same, with the tables of plugins held against these, by the plugin's name, as far as they fit. */
    public Loaded with(Map<String, TableSchemas> schemas) {
        return new Loaded(file, place, known, plugins.with(schemas), blank, warnings);
    }

    /** Whether there is nothing in the file any more. */
    public boolean isEmptied(Loaded inForce) {
        return blank && inForce.file.isPresent() && !inForce.blank;
    }

    /** The keys that need a restart and whose value differs from the one in force. */
    public List<String> afterRestart(Loaded inForce) {
        return known.values().stream().filter(Setting::restart)
                .filter(setting -> !Objects.equals(setting.value(), inForce.known.get(setting.key()).value()))
                .map(Setting::key).toList();
    }

    /** This, with what is in force for the keys that need a restart. */
    public Loaded keeping(List<String> keys, Loaded inForce) {
        Map<String, Setting> kept = new LinkedHashMap<>(known);
        keys.forEach(key -> kept.put(key, inForce.known.get(key)));
        return new Loaded(file, place, kept, plugins, blank, warnings);
    }

    /** Keys whose value differs from the other's, in the order in which they are shown; tables that came or went. */
    public List<String> differences(Loaded other) {
        Map<String, Object> mine = values();
        Map<String, Object> theirs = other.values();
        Set<String> keys = new LinkedHashSet<>(mine.keySet());
        keys.addAll(theirs.keySet());
        List<String> changed = new ArrayList<>(keys.stream()
                .filter(key -> mine.containsKey(key) != theirs.containsKey(key)
                        || !Objects.equals(mine.get(key), theirs.get(key)))
                .toList());
        Set<String> mineToo = plugins.published().keySet();
        Set<String> theirsToo = other.plugins.published().keySet();
        Set<String> tables = new TreeSet<>(mineToo);
        tables.addAll(theirsToo);
        tables.removeIf(pid -> mineToo.contains(pid) == theirsToo.contains(pid));
        NavigableSet<String> sorted = new TreeSet<>(changed);
        tables.stream().map(pid -> pid.substring(Publisher.pid("").length() + 1))
                .filter(table -> !anyBelow(sorted, table)).forEach(changed::add);
        return changed;
    }

    /** Whether one of the keys stands in the table, or in any instance of its array of tables. */
    private static boolean anyBelow(NavigableSet<String> keys, String table) {
        int instance = table.indexOf('~');
        String start = instance < 0 ? table + "." : table.substring(0, instance) + "[";
        String first = keys.ceiling(start);
        return first != null && first.startsWith(start);
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        known.values().forEach(setting -> values.put(setting.key(), setting.value()));
        plugins.settings().forEach(setting -> values.put(setting.key(), setting.value()));
        return values;
    }
}
