package vpo.api.plugin;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import vpo.api.event.PluginEvent;

/**
 * A plugin's service that is told of events and may add to what is known. It changes no file. Which events it gets is
 * said by {@link Plugin#events()}.
 */
@ConsumerType
public interface Analyzer {
    /**
     * An event. Called on a thread of the daemon's; a plugin has one call at a time, whichever of its analyzers and
     * mutators it is for. The plugin's constructors and activation may run within the first call, on the same thread.
     * <p>
     * A call has {@code plugins.call_timeout} seconds. After that its thread is interrupted, its answer is not used,
     * and the plugin is told of nothing until the call has come back. Longer work goes into a task
     * ({@link vpo.api.task.Tasks}).
     *
     * @param event {@code switch} over its type for the payload
     * @return what to add, by name; an empty map for nothing; no null in it. Used for
     *         {@link vpo.api.event.FileScanned}, and told to whoever published the event
     * @throws Exception costs this call, and a warning in the log. After five calls in a row that fail, be it by an
     *             exception, an error, a null or their time, the plugin is put into quarantine: a file that it can
     *             make nothing of is no failure, and has an empty answer
     */
    Map<String, String> on(PluginEvent event) throws Exception;
}
