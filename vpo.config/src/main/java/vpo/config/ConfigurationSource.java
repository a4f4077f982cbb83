package vpo.config;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The configuration in force, and the way to read it again. The launcher reads it once before the container starts and
 * registers this as a service; the bridge publishes what it holds.
 */
@ProviderType
public interface ConfigurationSource {

    /** The configuration in force. Any thread. */
    Configuration current();

    /**
     * Reads and validates everything again. What is good becomes {@link #current()}, except for keys that need a
     * restart, which keep their value; what is bad changes nothing. Any thread; one call at a time.
     */
    Reload reload();

    /** How a reload ended. */
    sealed interface Reload {
        /** Nothing differs. */
        record Unchanged() implements Reload {}

        /**
         * Something differs, and is in force now.
         *
         * @param configuration the one in force
         * @param changed keys whose effective value changed
         * @param afterRestart keys whose new value is kept back until a restart
         */
        record Changed(Configuration configuration, List<String> changed, List<String> afterRestart)
                implements
                    Reload {}

        /**
         * The new configuration cannot be used, and the old one stays.
         *
         * @param problems what is wrong, at least one
         */
        record Refused(List<Problem> problems) implements Reload {}
    }
}
