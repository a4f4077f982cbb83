package vpo.api.event;

/** An event that plugins are told of. Immutable: what one plugin gets, no other can have changed. */
public sealed interface PluginEvent
        permits FileScanned, FileMetadataEnriched, MetadataExtracted, PolicyEvaluation, PlanEvent {

    /** Its name, such as {@code file.scanned}. */
    String name();
}
