package vpo.plugins.internal.host;

/** A bundle did not come up. The message is a sentence without its subject. */
final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the process is about to end because of it. */
    boolean endsTheProcess() {
        return getCause() instanceof Bounded.ExitsException;
    }
}
