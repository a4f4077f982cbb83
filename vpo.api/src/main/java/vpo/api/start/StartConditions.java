package vpo.api.start;

/**
 * Values of {@code osgi.condition.id}, one for each step of the start, and of the stop. A step's condition is
 * registered when the step is done and unregistered when that is no longer so. A component waits for one with
 * {@code @SatisfyingConditionTarget} or with a reference to {@code Condition}. Anybody may wait; only the bundle that
 * is named registers.
 */
public final class StartConditions {
    /** The configuration was read, validated and published whole. Registered by vpo.config. */
    public static final String CONFIGURED = "vpo.configured";

    /**
     * This is no daemon: a single command runs in the container, nothing listens and no plugin runs. Registered by the
     * launcher.
     */
    public static final String COMMAND = "vpo.command";

    /** The library's database is there, of the right version and usable. Registered by vpo.database. */
    public static final String DATABASE_VERIFIED = "vpo.database.verified";

    /** Every bundle has been started. Registered by the launcher. */
    public static final String BUNDLES_STARTED = "vpo.bundles.started";

    /** Whoever asks for health will be answered. Registered by vpo.health. */
    public static final String HEALTH = "vpo.health";

    /** Whoever comes in is asked for a credential. Registered by vpo.access. */
    public static final String ACCESS = "vpo.access";

    /** Everything that a client may ask for is there: the port may be bound. Registered by vpo.lifecycle. */
    public static final String READY_TO_LISTEN = "vpo.ready.to.listen";

    /** The port is bound and requests are answered. Registered by vpo.http. */
    public static final String LISTENING = "vpo.listening";

    /**
     * The daemon has come to RUNNING. Registered by vpo.lifecycle. It stays while the daemon drains, so that work in
     * flight keeps what it stands on.
     */
    public static final String RUNNING = "vpo.running";

    /** The start failed for good; see {@link StartFailure}. Registered by whoever failed. */
    public static final String FAILED = "vpo.start.failed";

    /**
     * Somebody has asked for the stop from outside of the container: by a signal, by the end of the process, or as an
     * operator. Without it, a stop is a bundle's doing. Registered by the launcher, or by vpo.lifecycle.
     */
    public static final String STOP_ASKED = "vpo.stop.asked";

    /** The stop has drained what was in flight: from now on bundles are stopped. Registered by vpo.lifecycle. */
    public static final String DRAINED = "vpo.drained";

    private StartConditions() {}
}
