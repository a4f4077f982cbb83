package vpo.api.task;

/**
 * The daemon takes no new work: it is stopping, or an operator has it finish what it has first; or the plugin has
 * stopped whose work it is. The work was not registered and must not be begun; what is to be done without being asked for is tried again later.
 */
public final class TaskRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message which work was refused, and why
     */
    public TaskRefusedException(String message) {
        super(message);
    }
}
