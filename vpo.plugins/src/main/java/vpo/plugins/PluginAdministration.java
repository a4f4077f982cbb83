package vpo.plugins;

import org.osgi.annotation.versioning.ProviderType;

/** The plugin host of a running daemon, for whoever administers it. A service; any thread. */
@ProviderType
public interface PluginAdministration {

    /** As of the host's last look, which is some hundred milliseconds ago at most. Blocks on nothing. */
    PluginSummary summary();

    /**
     * Does what is asked for, on the host's own thread, and waits for the end of it: for as long as a start may last, and
     * longer if the host is busy.
     *
     * @return what came of it
     * @throws InterruptedException if the calling thread is interrupted; it is done all the same
     * @throws IllegalStateException if the host has ended
     * @throws java.util.concurrent.CompletionException if the host has a defect
     */
    PluginAnswer perform(PluginRequest request) throws InterruptedException;
}
