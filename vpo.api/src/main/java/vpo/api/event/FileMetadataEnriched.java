package vpo.api.event;

import java.util.Map;
import java.util.Objects;

/**
 * Analyzers have added to what is known of a file.
 *
 * @param file with its tracks
 * @param enrichments what was added, by name
 */
public record FileMetadataEnriched(FileInfo file, Map<String, String> enrichments) implements PluginEvent {
    /** The event's name. */
    public static final String NAME = "file.metadata_enriched";

    /** Copies the enrichments. */
    public FileMetadataEnriched {
        Objects.requireNonNull(file);
        enrichments = Map.copyOf(enrichments);
    }

    @Override
    public String name() {
        return NAME;
    }
}
