package vpo.api.event;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service through which events reach the plugins. A plugin is called on a thread of the daemon's, for a limited time; one
 * that throws or hangs costs that call and a warning in the log, never the caller or another plugin.
 */
@ProviderType
public interface PluginEvents {
    /**
     * Tells every analyzer whose plugin asked for this event, one after the other, and waits for them. Any thread; may take as
     * long as their time limits together.
     *
     * @param event what happened
     * @return what the analyzers that answered have added, in the order of their plugins' names
     */
    List<Enrichment> publish(PluginEvent event);
}
