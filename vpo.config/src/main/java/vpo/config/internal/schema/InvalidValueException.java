package vpo.config.internal.schema;

/** A value that a key does not take. The message says what was expected. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the message already says what was found. */
    private final boolean tellsValue;

    private InvalidValueException(String message, boolean tellsValue) {
        super(message);
        this.tellsValue = tellsValue;
    }

    /** The value is of another type. */
    public static InvalidValueException wrongType(String expected, String found) {
        return new InvalidValueException("expected " + expected + ", found " + found, true);
    }

    /** The value is of the right type, and breaks a rule; the caller adds what it is and where it came from. */
    public static InvalidValueException broken(String rule) {
        return new InvalidValueException(rule, false);
    }

    /** Whether the message already says what was found. */
    public boolean tellsValue() {
        return tellsValue;
    }
}
