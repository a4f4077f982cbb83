package vpo.config;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of each reload of the configuration that somebody asked for, and of each that a change of the file brings. That
 * the daemon looks at the file by itself and finds nothing new is none. A service; called on the thread that reloads, which
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
