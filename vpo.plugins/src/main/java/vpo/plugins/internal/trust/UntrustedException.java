package vpo.plugins.internal.trust;

/** A jar, or what is to vouch for it, cannot be trusted. */
final class UntrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message why, and what to do, a sentence without its subject, which is the jar
     */
    UntrustedException(String message) {
        super(message);
    }
}
