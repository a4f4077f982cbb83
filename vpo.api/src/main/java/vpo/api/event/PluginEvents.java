package vpo.api.event;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service through which events reach the {@link vpo.api.plugin.Analyzer analyzers}. A plugin is called on a thread
 * of the daemon's, for a limited time; one that throws, fails with an error or hangs costs that call and a warning in
 * the log that names plugin and event, never the caller or another plugin. One that fails five times in a row is put
 * into quarantine.
 * <p>
 * Plugins may publish, too, also from within a call. A plugin is not told of what it publishes itself while it is being
 * called: it has one call at a time. Of two that publish within their calls at the same moment, each for the other, one
 * is not told for the same reason.
 */
@ProviderType
public interface PluginEvents {
    /**
     * Tells every analyzer whose plugin asked for this event, one after the other in the order of their plugins' names,
     * and waits for them. If what they add to {@link FileScanned} is anything, {@link FileMetadataEnriched} is
     * published after it, within this call.
     * <p>
     * Any thread. May take {@code plugins.call_timeout} seconds for each analyzer, and as long again where others
     * publish at the same time. If the calling thread is interrupted, no further analyzer is told and its interrupt
     * status is set.
     *
     * @param event what happened; {@link PlanEvent.BeforeExecute} is no analyzer's business and has its own way,
     *            {@link Plans#beforeExecute}
     * @return what the analyzers that answered have added, in the order of their plugins' names; immutable
     * @throws IllegalArgumentException for a {@link PlanEvent.BeforeExecute}
     */
    List<Enrichment> publish(PluginEvent event);
}
