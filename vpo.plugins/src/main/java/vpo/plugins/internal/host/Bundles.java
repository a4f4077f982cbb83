package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import org.osgi.framework.Bundle;

/** What the host does with bundles: for real ({@link HostedBundles}), or only in thought ({@link RehearsedBundles}). */
interface Bundles {
    /** The symbolic names of the daemon's own bundles and of the framework. */
    Set<String> daemonNames();

    /**
     * Installs a version; none of its code runs.
     *
     * @throws StartFailedException if the framework does not take it
     */
    Bundle install(Path jar) throws StartFailedException;

    /** What is missing for a bundle to resolve; see {@link Requirements#missing}. */
    Optional<String> missing(Bundle bundle, Set<Bundle> leaving);

    /** The hosted bundles that are wired to this one, directly or not, itself not among them. */
    Set<Bundle> dependents(Bundle bundle);

    /**
     * Starts a bundle and probes it, within the time limit.
     *
     * @throws StartFailedException if it does not resolve, throws, hangs, ends the process, stops bundles of the
     *             daemon, or fails its probe
     */
    void start(Bundle bundle) throws StartFailedException, InterruptedException;

    /** Clears away what did not come up; what hangs cannot be. */
    void retireUnlessHung(Bundle bundle, StartFailedException why) throws InterruptedException;

    /**
     * Stops and uninstalls a bundle, within the time limit.
     *
     * @return false if it hangs; it is left behind
     */
    boolean retire(Bundle bundle) throws InterruptedException;

    /** Whether the framework stops: what fails from now on says nothing of the bundle that it fails for. */
    boolean isStopping();

    /** Whether somebody outside of the container has asked for the stop that goes on, and no bundle. */
    boolean isStopAsked();
}
