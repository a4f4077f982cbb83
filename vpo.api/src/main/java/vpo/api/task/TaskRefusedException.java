package vpo.api.task;

/** The daemon takes no new work: it is stopping. The work was not registered and must not be begun. */
public final class TaskRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message which work was refused, and why
     */
    public TaskRefusedException(String message) {
        super(message);
    }
}
