package vpo.plugins.internal.event;

/**
 * A call of a plugin that has failed, in words. They are made where the plugin's code runs, because even the message of
 * an exception may be made by that code; what the plugin threw is not carried along.
 */
final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean isAnswer;

    private CallFailedException(String what, String reason, boolean isAnswer) {
        super(what);
        this.reason = reason;
        this.isAnswer = isAnswer;
    }

    /**
     * The plugin has done what it must not.
     *
     * @param what a sentence without its subject
     */
    static CallFailedException fault(String what) {
        return new CallFailedException(what, "it " + what, false);
    }

    /**
     * The plugin tells, as it may, that something cannot be done.
     *
     * @param reason why, in words
     */
    static CallFailedException answer(String reason) {
        return new CallFailedException(reason, reason, true);
    }

    /** The plugin has thrown something. */
    static CallFailedException thrown(Throwable thrown) {
        String text = text(thrown);
        boolean isAnswer = thrown instanceof Exception && !(thrown instanceof RuntimeException);
        return new CallFailedException("throws " + text, isAnswer ? message(thrown, text) : "it throws " + text,
                isAnswer);
    }

    private static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }

    private static String message(Throwable thrown, String otherwise) {
        try {
            String message = thrown.getMessage();
            return message == null || message.isBlank() ? otherwise : message;
        } catch (Throwable e) {
            return otherwise;
        }
    }

    /** Why, in words, for whoever has asked for the call. */
    String reason() {
        return reason;
    }

    /** Whether the plugin works, and what it was asked for cannot be done. */
    boolean isAnswer() {
        return isAnswer;
    }
}
