package vpo.config.internal.schema;

/** A value that a key does not take. The message says what was expected. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the message already says what was found. */
    private final boolean tellsValue;
    /** The part of the value that breaks the rule; null for the whole. */
    private final String part;

    private InvalidValueException(String message, boolean tellsValue, String part) {
        super(message);
        this.tellsValue = tellsValue;
        this.part = part;
    }

    /** The value is of another type. */
    public static InvalidValueException wrongType(String expected, String found) {
        return new InvalidValueException("expected " + expected + ", found " + found, true, null);
    }

    /** The value is of the right type, and breaks a rule; the caller adds what it is and where it came from. */
    public static InvalidValueException broken(String rule) {
        return new InvalidValueException(rule, false, null);
    }

    /**
     * The same of a value that only a part of breaks the rule.
     *
     * @param shown the part as a message shows it
     */
    InvalidValueException inPart(String shown) {
        return new InvalidValueException(getMessage(), tellsValue, shown);
    }

    /** What of a value breaks the rule: the part that does, or the whole, as it was given. */
    public String culprit(String whole) {
        return part == null ? whole : part;
    }

    /** Whether the message already says what was found. */
    public boolean tellsValue() {
        return tellsValue;
    }
}
