package vpo.config;

import java.util.List;

import vpo.config.internal.schema.Fallback;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.schema.Use;
import vpo.config.internal.toml.Text;

/**
 * What is known about a key before anybody sets it: for help texts and documentation.
 *
 * @param key dotted, such as {@code server.port}
 * @param type such as {@code an integer}
 * @param fallback the default as it would be written in the file; {@code DATA} stands for the data directory; empty for
 *            none
 * @param rule what a value must be like beyond its type; may be empty
 * @param variable the environment variable; empty if there is none
 * @param flag the long option; empty if there is none
 * @param secret whether its value is never shown
 * @param restart whether a change needs a restart
 * @param used whether anything in the daemon acts on it so far
 * @param description one line
 */
public record KnownKey(String key, String type, String fallback, String rule, String variable, String flag,
        boolean secret, boolean restart, boolean used, String description) {

    /** All keys, in the order in which they are shown. */
    public static List<KnownKey> all() {
        return Schema.keys().stream().map(KnownKey::of).toList();
    }

    /**
     * One key.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public static KnownKey of(String key) {
        return of(Schema.key(key).orElseThrow(() -> new IllegalArgumentException("no such key: " + key)));
    }

    private static KnownKey of(Key key) {
        String fallback = switch (key.fallback()) {
            case Fallback.None() -> "";
            case Fallback.Fixed(Object value) -> Text.value(value);
            case Fallback.Data() -> Text.quoted("~/.vpo");
            case Fallback.InData(String name) -> Text.quoted("DATA/" + name);
            case Fallback.ListInData(String name) -> "[" + Text.quoted("DATA/" + name) + "]";
        };
        return new KnownKey(key.name(), key.type().expected(), fallback, key.rule().text(), key.variable(), key.flag(),
                key.secret(), key.restart(), key.use() == Use.NOW, key.description());
    }
}
