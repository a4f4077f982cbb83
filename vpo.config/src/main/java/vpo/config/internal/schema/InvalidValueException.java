package vpo.config.internal.schema;

/** A value that a key does not take. The message says what was expected. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the message already says what was found. */
    private final boolean tellsValue;
    /** Whether no value of the key looks like that. */
    private final boolean isOfNoKind;
    /** The part of the value that breaks the rule; null for the whole. */
    private final String part;

    private InvalidValueException(String message, boolean tellsValue, boolean isOfNoKind, String part) {
        super(message);
        this.tellsValue = tellsValue;
        this.isOfNoKind = isOfNoKind;
        this.part = part;
    }

    /** The value is of another type. */
    public static InvalidValueException wrongType(String expected, String found) {
        return new InvalidValueException("expected " + expected + ", found " + found, true, true, null);
    }

    /** The value is of the right type, but for its size. */
    static InvalidValueException tooLong(String expected, String found) {
        return new InvalidValueException("expected " + expected + ", found " + found, true, false, null);
    }

    /** The value is none of the few that there are; the caller adds what it is and where it came from. */
    static InvalidValueException noChoice(String rule) {
        return new InvalidValueException(rule, false, true, null);
    }

    /** The value is of the right type, and breaks a rule; the caller adds what it is and where it came from. */
    public static InvalidValueException broken(String rule) {
        return new InvalidValueException(rule, false, false, null);
    }

    /**
     * The same of a value that only a part of breaks the rule.
     *
     * @param shown the part as a message shows it
     */
    InvalidValueException inPart(String shown) {
        return new InvalidValueException(getMessage(), tellsValue, isOfNoKind, shown);
    }

    /** What of a value breaks the rule: the part that does, or the whole, as it was given. */
    public String culprit(String whole) {
        return part == null ? whole : part;
    }

    /** Whether the message already says what was found. */
    public boolean tellsValue() {
        return tellsValue;
    }

    /** Whether the value is of another type, or none of the few that there are. */
    public boolean isOfNoKind() {
        return isOfNoKind;
    }
}
