package vpo.config;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of each reload of the configuration, whoever asked for it. A service; called on the thread that reloads, which
 * waits for it: both methods return at once and throw nothing.
 */
@ConsumerType
public interface ReloadListener {

    /** A reload begins. {@link #reloaded} follows, however it ends. */
    void reloading();

    /**
     * It has ended.
     *
     * @param outcome how; a reload that an exception broke off counts as refused
     */
    void reloaded(ConfigurationSource.Reload outcome);
}
