package vpo.plugins.internal.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which plugins wait, within calls of theirs, for the end of a call of which other one. Any thread. */
final class WaitGraph {
    private final Map<String, String> waits = new HashMap<>();

    /**
     * Notes that some wait for another.
     *
     * @param around those within whose calls it is waited
     * @return false if it, directly or not, waits for one of these, so that none would ever go on
     */
    synchronized boolean begin(Set<String> around, String plugin) {
        String next = plugin;
        for (int i = 0; next != null && i <= waits.size(); i++) {
            if (around.contains(next)) {
                return false;
            }
            next = waits.get(next);
        }
        around.forEach(each -> waits.put(each, plugin));
        return true;
    }

    /** They wait no longer. */
    synchronized void end(Set<String> around) {
        waits.keySet().removeAll(around);
    }
}
