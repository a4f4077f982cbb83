package vpo.http;

/**
 * Attributes of a request that was let in. They are set by vpo.access, which asks for the credential; without
 * {@link #ADMITTED} no request comes to a servlet, and nobody outside of the daemon can set an attribute.
 */
public final class Admission {
    /** There, and not null, on every request that may go on, those that need no credential included. */
    public static final String ADMITTED = "vpo.access.admitted";

    /**
     * Who sent the request, fit for a log line: {@code local} for the command line on this machine, else the name that
     * was given with the password, or {@code operator} if there was none. A {@code String}, never empty; absent where
     * no credential is asked for.
     */
    public static final String CALLER = "vpo.access.caller";

    private Admission() {}
}
