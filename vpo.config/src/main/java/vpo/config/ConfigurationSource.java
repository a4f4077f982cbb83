package vpo.config;

import java.io.UncheckedIOException;
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

    /**
     * The same without anybody having asked for it: the file has changed. One that was emptied is refused with a
     * warning, as somebody may be about to write it anew, and {@link #reload()} takes it. Any thread; one call at a
     * time.
     *
     * @throws UncheckedIOException if the file cannot be read for a reason that may pass: nothing tells when it has,
     *             so it has to be tried again; {@link #reload()} refuses, for who asked may ask again
     */
    Reload reloadChanged();

    /**
     * What is wrong with a plugin's table, as it stands in the configuration in force, by what that plugin says of it.
     * Any thread.
     *
     * @return errors only; empty if the plugin can run with it, and if there is no such table
     */
    List<Problem> errors(PluginSchema schema);

    /**
     * From now on, holds the tables of these plugins, and of no others, against what they say of them: {@link #current()}
     * has their values with the types, and the defaults, that they ask for, and {@link #reload()} refuses what does not
     * fit. A table in force that does not fit its schema stays as it is until the next reload. Any thread.
     *
     * @param schemas of plugins that run; of several of one plugin the last counts
     */
    void use(List<PluginSchema> schemas);

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
         * @param problems what is wrong, at least one; warnings alone if it could be used, and is not for the time
         *            being
         */
        record Refused(List<Problem> problems) implements Reload {}
    }
}
