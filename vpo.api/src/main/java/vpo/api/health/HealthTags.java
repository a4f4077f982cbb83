package vpo.api.health;

/**
 * Values of the service property {@code hc.tags} of a health check: which of the daemon's questions it helps to answer.
 */
public final class HealthTags {
    /** {@code /readyz}: whether the daemon should be sent requests. What plugins mostly mean. */
    public static final String READY = "ready";

    /**
     * {@code /livez}: whether the process should be left alive. A supervisor ends the daemon, and whatever it is at,
     * when such a check fails: only for what nothing but a restart can mend.
     */
    public static final String LIVE = "live";

    private HealthTags() {}
}
