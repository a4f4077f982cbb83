package vpo.config.internal.metatype;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a plugin says of one of its tables.
 *
 * @param single whether it can be a table
 * @param factory whether it can be an array of tables
 * @param keys by their names
 */
public record TableSchema(boolean single, boolean factory, Map<String, PluginKey> keys) {
    /** Copies. */
    public TableSchema {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /** Of several components that share a table, each has its keys in it; of two with one name the first counts. */
    TableSchema and(TableSchema other) {
        Map<String, PluginKey> all = new LinkedHashMap<>(keys);
        other.keys.forEach(all::putIfAbsent);
        return new TableSchema(single || other.single, factory || other.factory, all);
    }

    /** What it can be, in words that an operator knows from the file. */
    public String expected() {
        return single && factory ? "a table or an array of tables" : single ? "a table" : "an array of tables";
    }
}
