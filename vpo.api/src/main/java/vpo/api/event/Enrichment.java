package vpo.api.event;

import java.util.Map;
import java.util.Objects;

/**
 * What an analyzer has added to an event.
 *
 * @param plugin the plugin's name
 * @param values by name, not null
 */
public record Enrichment(String plugin, Map<String, String> values) {
    /** Copies the values. */
    public Enrichment {
        Objects.requireNonNull(plugin);
        values = Map.copyOf(values);
    }
}
