package vpo.api.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Analyzers have added to what is known of a file. Published by the daemon, once all analyzers have answered to
 * {@link FileScanned} and if any of them has added something. What analyzers answer to this event is not published
 * again.
 *
 * @param file with its tracks
 * @param enrichments what was added, in the order of the plugins' names; at least one
 */
public record FileMetadataEnriched(FileInfo file, List<Enrichment> enrichments) implements PluginEvent {
    /** The event's name. */
    public static final String NAME = "file.metadata_enriched";

    /** Copies the enrichments. */
    public FileMetadataEnriched {
        Objects.requireNonNull(file);
        enrichments = List.copyOf(enrichments);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** All that was added, by name. Where several plugins have added under one name, the first of them counts. */
    public Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        enrichments.forEach(each -> each.values().forEach(values::putIfAbsent));
        return Map.copyOf(values);
    }
}
