package vpo.api.storage;

import java.io.IOException;
import java.nio.file.Path;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The data folder of the plugin that gets this service: each plugin gets its own. It outlives updates, reinstalls and
 * the framework's caches, and is deleted by nobody but the operator. A new version finds what the one before it has
 * left, and after a rollback an old version finds what a newer one has left.
 */
@ProviderType
public interface PluginStorage {
    /**
     * The folder, {@code DATA/plugin-data/NAME}; made if it is not there. Any thread.
     *
     * @return absolute, there, and when it was made readable by the daemon's user only
     * @throws IOException if it cannot be made, for instance because the disk is full
     */
    Path directory() throws IOException;
}
