package vpo.api.event;

import org.osgi.annotation.versioning.ProviderType;

/**
 * An event that plugins are told of: a record, immutable, so that no plugin can change what another gets. A plugin
 * looks at its type for what it tells:
 *
 * <pre>{@code
 * return switch (event) {
 *     case FileScanned(FileInfo file) -> ...
 *     default -> Map.of();
 * };
 * }</pre>
 * <p>
 * Later versions of this package may add events; a {@code switch} therefore has a {@code default}. A plugin gets none
 * that it has not asked for with {@link vpo.api.plugin.Plugin#events()}.
 */
@ProviderType
public sealed interface PluginEvent
        permits FileScanned, FileMetadataEnriched, MetadataExtracted, PolicyEvent, PlanEvent {

    /** Its name, such as {@code file.scanned}: what {@link vpo.api.plugin.Plugin#events()} lists. */
    String name();
}
