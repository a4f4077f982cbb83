package vpo.plugins.internal.host;

/** Who is to be told of plugins that do not work. */
@FunctionalInterface
public interface PluginFailures {
    /**
     * A plugin keeps failing: it is put into quarantine, later. Any thread.
     *
     * @param plugin its name
     * @param reason a sentence without its subject
     */
    void keepsFailing(String plugin, String reason);
}
