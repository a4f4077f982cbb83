package vpo.config.internal.load;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import vpo.config.Setting;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;

/** The one rule: the table {@code [a.b]} is the PID {@code vpo.a.b}. */
final class Publisher {
    private static final String ROOT = "vpo";

    private Publisher() {}

    static String pid(String table) {
        return table.isEmpty() ? ROOT : ROOT + "." + table;
    }

    /** Every known table, whether the file has it or not, and those of plugins. */
    static Map<String, Map<String, Object>> publish(Map<String, Setting> settings,
            Map<String, Map<String, Object>> plugins) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        Schema.publishedTables().forEach(table -> all.put(pid(table), new LinkedHashMap<>()));
        for (Key key : Schema.keys()) {
            Object value = settings.get(key.name()).value();
            if (value != null) {
                all.get(pid(key.table())).put(key.simpleName(), property(value));
            }
        }
        all.putAll(plugins);
        all.replaceAll((pid, properties) -> Collections.unmodifiableMap(properties));
        return all;
    }

    /** A value as Configuration Admin takes it: lists as arrays of their type. */
    static Object property(Object value) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        Object array = Array.newInstance(list.isEmpty() ? String.class : list.getFirst().getClass(), list.size());
        copy(list, array);
        return array;
    }

    private static void copy(Collection<?> from, Object array) {
        int i = 0;
        for (Object element : from) {
            Array.set(array, i++, element);
        }
    }
}
