package vpo.plugins.internal.host;

import org.osgi.framework.Bundle;

/** Who is to be told of plugins that do not work. */
@FunctionalInterface
public interface PluginFailures {
    /**
     * A plugin keeps failing: it is put into quarantine, later, unless another version runs by then. Any thread.
     *
     * @param plugin the bundle that fails
     * @param reason a sentence without its subject
     */
    void keepsFailing(Bundle plugin, String reason);
}
