package vpo.plugins.internal.jar;

/** A jar is whole, and must not run. The message is a sentence without its subject: what is wrong and what to do. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, and what to do about it
     */
    public RefusedException(String message) {
        super(message);
    }
}
