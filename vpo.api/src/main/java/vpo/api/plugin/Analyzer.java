package vpo.api.plugin;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import vpo.api.event.PluginEvent;

/**
 * A plugin's service that is told of events and may add to what is known. It changes no file. Which events it gets is said by
 * {@link Plugin#events()}.
 */
@ConsumerType
public interface Analyzer {
    /**
     * An event. Called on a thread of the daemon's, one call at a time for each plugin, for a limited time
     * ({@code plugins.call_timeout}): after it the thread is interrupted and the answer is not used.
     *
     * @param event {@code switch} over its type for the payload
     * @return what to add, by name; an empty map for nothing
     * @throws Exception costs this call, and a warning in the log
     */
    Map<String, String> on(PluginEvent event) throws Exception;
}
