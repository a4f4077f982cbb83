package vpo.api.event;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Metadata was read from a file, or from its name. Published by whoever has read it.
 *
 * @param path of the file, absolute
 * @param metadata by name, such as {@code title} or {@code season}; values are text as it was found
 */
public record MetadataExtracted(Path path, Map<String, String> metadata) implements PluginEvent {
    /** The event's name. */
    public static final String NAME = "metadata.extracted";

    /** Copies the metadata. */
    public MetadataExtracted {
        Objects.requireNonNull(path);
        metadata = Map.copyOf(metadata);
    }

    @Override
    public String name() {
        return NAME;
    }
}
