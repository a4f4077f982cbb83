package vpo.plugins.internal.host;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;

/**
 * Why the version of a bundle that is meant, or any, does not run, by symbolic name: sentences without their subject.
 * What is found at every try is logged once. On the thread of the host.
 */
final class Reasons {
    private final Logger log;
    private final BooleanSupplier warn;
    private final Map<String, String> waiting = new TreeMap<>();
    /** What was logged last of each. */
    private final Map<String, String> told = new TreeMap<>();

    /**
     * @param warn whether that something waits is a warning
     */
    Reasons(Logger log, BooleanSupplier warn) {
        this.log = log;
        this.warn = warn;
    }

    /**
     * A bundle waits.
     *
     * @param who begins the line of the log, with a space at its end
     */
    void waits(String symbolicName, String who, String reason) {
        waiting.put(symbolicName, reason);
        if (!reason.equals(told.put(symbolicName, reason))) {
            if (warn.getAsBoolean()) {
                log.warn("{}{}", who, reason);
            } else {
                log.info("{}{}", who, reason);
            }
        }
    }

    /** It waits no longer. */
    void clear(String symbolicName) {
        waiting.remove(symbolicName);
    }

    /** It waits as before, whatever was found since. */
    void restore(String symbolicName, String reason) {
        waiting.put(symbolicName, reason);
    }

    /** Somebody else has logged why it does not run. */
    void wasTold(String symbolicName, String reason) {
        told.put(symbolicName, reason);
    }

    /** Forgets all others. */
    void keepOnly(Set<String> symbolicNames) {
        waiting.keySet().retainAll(symbolicNames);
        told.keySet().retainAll(symbolicNames);
    }

    /** Why it waits; null if it does not. */
    String of(String symbolicName) {
        return waiting.get(symbolicName);
    }

    /** Those that wait. */
    Map<String, String> all() {
        return waiting;
    }
}
