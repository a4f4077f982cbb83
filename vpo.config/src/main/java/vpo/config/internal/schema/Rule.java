package vpo.config.internal.schema;

/**
 * What a value must be like beyond its type.
 *
 * @param text for people, such as {@code 1 to 65535}
 * @param check the rule itself
 */
public record Rule(String text, Check check) {
    /** Anything of the right type. */
    static final Rule NONE = new Rule("", value -> value);

    /** Decides, and brings what is written in several ways to one. */
    @FunctionalInterface
    public interface Check {
        /**
         * Checks one value.
         *
         * @return the value to use; null if what was written means "none"
         * @throws InvalidValueException if the rule is broken
         */
        Object apply(Object value) throws InvalidValueException;
    }
}
