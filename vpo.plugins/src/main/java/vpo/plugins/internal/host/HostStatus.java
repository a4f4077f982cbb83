package vpo.plugins.internal.host;

import java.util.List;

/**
 * What the host can tell of itself, as of its last look.
 *
 * @param begun whether the daemon's own plugins have been started, or tried
 * @param running names and versions
 * @param waiting for each file or plugin a line: why it does not run, or not in its newest version
 * @param quarantined for each version a line
 * @param safeMode whether this start does without plugins
 */
public record HostStatus(boolean begun, List<String> running, List<String> waiting, List<String> quarantined,
        boolean safeMode) {
    /** Before the first look. */
    public static final HostStatus NONE = new HostStatus(false, List.of(), List.of(), List.of(), false);

    /** Copies. */
    public HostStatus {
        running = List.copyOf(running);
        waiting = List.copyOf(waiting);
        quarantined = List.copyOf(quarantined);
    }
}
