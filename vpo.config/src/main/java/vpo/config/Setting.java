package vpo.config;

/**
 * One key with its effective value.
 *
 * @param key dotted, such as {@code server.port}
 * @param value {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean}, a {@code List<String>}
 *            or null for a key that has no value
 * @param source who set it
 * @param secret whether the value must never be shown
 * @param restart whether a change takes effect only after a restart of the daemon
 */
public record Setting(String key, Object value, Source source, boolean secret, boolean restart) {}
