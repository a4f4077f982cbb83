package vpo.config.internal.metatype;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a plugin says of its tables.
 *
 * @param tables by their dotted names, such as {@code plugins.scan}
 */
public record TableSchemas(Map<String, TableSchema> tables) {
    private static final String ROOT = "vpo.";

    /** Copies. */
    public TableSchemas {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /**
     * What documents say of the tables of one plugin; what they say of others' is not theirs to say.
     *
     * @throws MetatypeException if one of them is no metatype
     */
    public static TableSchemas of(String plugin, Collection<byte[]> documents) throws MetatypeException {
        String own = "plugins." + plugin;
        Map<String, TableSchema> tables = new LinkedHashMap<>();
        for (byte[] document : documents) {
            for (Designation each : MetatypeXml.read(document)) {
                String table = each.pid().startsWith(ROOT) ? each.pid().substring(ROOT.length()) : "";
                if (table.equals(own) || table.startsWith(own + ".")) {
                    tables.merge(table, schema(table, each), TableSchema::and);
                }
            }
        }
        return new TableSchemas(tables);
    }

    private static TableSchema schema(String table, Designation designation) throws MetatypeException {
        Map<String, PluginKey> keys = new LinkedHashMap<>();
        for (Attribute each : designation.attributes()) {
            keys.put(each.id(), PluginKey.of(table, each));
        }
        return new TableSchema(!designation.factory(), designation.factory(), keys);
    }

    /** One table. */
    public Optional<TableSchema> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Whether this table is described, or one within it. */
    public boolean reachInto(String table) {
        return tables.keySet().stream().anyMatch(each -> each.equals(table) || each.startsWith(table + "."));
    }
}
