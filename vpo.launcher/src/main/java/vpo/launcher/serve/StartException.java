package vpo.launcher.serve;

import vpo.api.start.StartFailure;

/** The start failed, for a reason that fits in one line. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String state;

    /**
     * @param state name of a {@link StartFailure.State}
     * @param message what is wrong, where, and what to do about it
     * @param cause for the log at debug level; may be null
     */
    StartException(String state, String message, Throwable cause) {
        super(message, cause);
        this.state = state;
    }

    /** Name of the error state. */
    String state() {
        return state;
    }
}
