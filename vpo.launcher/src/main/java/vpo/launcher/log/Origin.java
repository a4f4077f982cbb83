package vpo.launcher.log;

import java.util.Optional;

import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Whose a line is, as the log itself tells it. Text and numbers, found out when the line is logged: a bundle that is
 * uninstalled later, as a plugin is that fails at its start, leaves its name with its last lines.
 *
 * @param bundle empty if it is not known
 * @param plugin empty if it is none's
 */
record Origin(Optional<BundleName> bundle, Optional<String> plugin) {
    static final Origin UNKNOWN = new Origin(Optional.empty(), Optional.empty());

    /** The bundle and the plugin that a line is about, if it says so; else the bundle whose code logs. */
    static Origin of(ILoggingEvent event, Optional<Author> author) {
        Optional<BundleName> bundle = author.map(Author::bundle);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                bundle = pair.value instanceof BundleName name ? Optional.of(name) : bundle;
            }
        }
        return new Origin(bundle, plugin(event));
    }

    /** That of the last such field: whose code logs is told after what it says itself. */
    static Optional<String> plugin(ILoggingEvent event) {
        Object plugin = null;
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                plugin = Author.FIELD.equals(pair.key) ? pair.value : plugin;
            }
        }
        return Optional.ofNullable(plugin).map(Context::text);
    }
}
