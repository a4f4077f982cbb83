package vpo.config;

import vpo.config.internal.toml.Text;

/**
 * One key with its effective value.
 *
 * @param key dotted, such as {@code server.port}; a part that TOML would not take without quotes has them
 * @param value {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean}, a {@code List} of one of
 *            these, or null for a key that has no value; paths are absolute
 * @param source who set it
 * @param secret whether the value must never be shown
 * @param restart whether a change takes effect only after a restart of the daemon
 */
public record Setting(String key, Object value, Source source, boolean secret, boolean restart) {
    private static final String MASK = "********";

    /**
     * Where it is in Configuration Admin: the PID, a dot and the property's own name, as in {@code vpo.server.port}. Of
     * an instance of a factory, the factory's PID; never quoted.
     */
    public String property() {
        return "vpo." + Text.plain(key);
    }

    /** The value, or asterisks in place of a secret; null if there is none. */
    public Object shown() {
        return secret && value != null ? MASK : value;
    }

    /** Safe to log. */
    @Override
    public String toString() {
        return key + " = " + shown() + " (" + source + ")";
    }
}
