package vpo.api.storage;

import java.io.IOException;
import java.nio.file.Path;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The data folder of the plugin that gets this service: each plugin gets its own. It outlives updates, reinstalls and the
 * framework's caches, and is deleted by nobody but the operator.
 */
@ProviderType
public interface PluginStorage {
    /**
     * The folder. Any thread.
     *
     * @return absolute, there, and readable by the daemon's user only
     * @throws IOException if it cannot be made
     */
    Path directory() throws IOException;
}
