package vpo.plugin.scan.work;

/** A scan of the same folders runs already. */
public final class OverlapException extends Exception {
    private static final long serialVersionUID = 1L;

    OverlapException(String id, String label) {
        super("the scan " + id + " of " + label + " is still running");
    }
}
