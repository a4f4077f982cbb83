package vpo.plugins;

import java.util.List;

/**
 * What the host runs, and what it does not.
 *
 * @param begun whether the daemon's own plugins have been started, or tried
 * @param safeMode whether this start does without plugins of others
 * @param running names and versions
 * @param waiting a line for each file or plugin that does not run, or not in its newest version: why
 * @param quarantined a line for each version
 */
public record PluginSummary(boolean begun, boolean safeMode, List<String> running, List<String> waiting,
        List<String> quarantined) {

    /** Copies. */
    public PluginSummary {
        running = List.copyOf(running);
        waiting = List.copyOf(waiting);
        quarantined = List.copyOf(quarantined);
    }
}
