package vpo.api.event;

/** A plan could not be executed, or not taken back. */
public final class PlanFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message which plugin failed with which plan, and why, in one sentence
     */
    public PlanFailedException(String message) {
        super(message);
    }
}
