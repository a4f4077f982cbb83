package vpo.config.internal.schema;

/**
 * One key of the configuration: all that is known about it.
 *
 * @param name dotted, such as {@code server.port}
 * @param type of its values
 * @param fallback its value when nobody sets it
 * @param rule beyond the type
 * @param variable the environment variable; empty if there is none
 * @param flag the long option of the command line; empty if there is none
 * @param secret whether the value must never be shown
 * @param restart whether a change needs a restart
 * @param use whether anything acts on it
 * @param description one line for people
 */
public record Key(String name, ValueType type, Fallback fallback, Rule rule, String variable, String flag,
        boolean secret,
        boolean restart, Use use, String description) {

    static Key of(String name, ValueType type, String description) {
        return new Key(name, type, new Fallback.None(), Rule.NONE, "", "", false, false, Use.NOT_YET, description);
    }

    /** The table that it stands in; empty for the top of the file. */
    public String table() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /** The name within its table. */
    public String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The same under another name. */
    public Key named(String other) {
        return new Key(other, type, fallback, rule, variable, flag, secret, restart, use, description);
    }

    Key fallback(Object value) {
        return fallback(new Fallback.Fixed(value));
    }

    Key fallback(Fallback other) {
        return new Key(name, type, other, rule, variable, flag, secret, restart, use, description);
    }

    Key rule(Rule other) {
        return new Key(name, type, fallback, other, variable, flag, secret, restart, use, description);
    }

    Key variable(String other) {
        return new Key(name, type, fallback, rule, other, flag, secret, restart, use, description);
    }

    Key flag(String other) {
        return new Key(name, type, fallback, rule, variable, other, secret, restart, use, description);
    }

    Key asSecret() {
        return new Key(name, type, fallback, rule, variable, flag, true, restart, use, description);
    }

    Key needsRestart() {
        return new Key(name, type, fallback, rule, variable, flag, secret, true, use, description);
    }

    Key inUse() {
        return new Key(name, type, fallback, rule, variable, flag, secret, restart, Use.NOW, description);
    }
}
