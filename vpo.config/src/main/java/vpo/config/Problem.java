package vpo.config;

import java.util.Objects;

/**
 * Something wrong with the configuration, told as {@code WHERE: KEY: message}.
 *
 * @param severity whether the configuration can be used all the same
 * @param where {@code FILE:LINE:COLUMN}, {@code FILE}, a flag or a variable
 * @param key the dotted key; empty if the problem is not about one
 * @param message what is wrong, what was found, what was expected
 */
public record Problem(Severity severity, String where, String key, String message) {

    /** How bad it is. */
    public enum Severity {
        /** Worth a look: the configuration is used. */
        WARNING,
        /** The configuration is not used. */
        ERROR
    }

    /** All parts are needed. */
    public Problem {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(where);
        Objects.requireNonNull(key);
        Objects.requireNonNull(message);
    }

    @Override
    public String toString() {
        return where + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
