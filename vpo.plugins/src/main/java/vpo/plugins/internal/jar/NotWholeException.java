package vpo.plugins.internal.jar;

/** A file is no jar, or not yet: it may be on its way. */
public final class NotWholeException extends Exception {
    private static final long serialVersionUID = 1L;

    NotWholeException(String message, Throwable cause) {
        super(message, cause);
    }
}
