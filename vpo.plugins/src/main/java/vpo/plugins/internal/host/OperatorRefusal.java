package vpo.plugins.internal.host;

/** What was asked for cannot be done. The message says why, and what to do. */
final class OperatorRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    OperatorRefusal(String message) {
        super(message);
    }
}
