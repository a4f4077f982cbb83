package vpo.config;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that a running daemon's reload is asked of. It reads through the {@link ConfigurationSource}, publishes
 * the difference to Configuration Admin, and tells the outcome in the log and in the health check
 * {@code configuration}.
 */
@ProviderType
public interface ConfigurationReload {
    /**
     * Reloads. Any thread; calls that overlap wait for each other.
     *
     * @param reason who asked, for the log, such as {@code SIGHUP}
     * @return how it ended
     */
    ConfigurationSource.Reload reload(String reason);
}
