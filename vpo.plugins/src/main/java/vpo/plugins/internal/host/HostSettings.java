package vpo.plugins.internal.host;

import java.time.Duration;
import java.util.Optional;

import vpo.plugins.internal.trust.Trust;

/**
 * What a reload can change.
 *
 * @param trust what lets a jar run
 * @param load whether what is in the plugin folders is run at all
 * @param warn whether a jar that is not trusted is told at WARNING
 * @param startLimit for a start, and for a stop
 */
public record HostSettings(Trust trust, boolean load, boolean warn, Duration startLimit) {
    /** The same as if one version were trusted. */
    HostSettings trusting(String name, String hash) {
        return new HostSettings(jar -> jar.name().equals(name) && jar.hash().equals(hash)
                ? Optional.empty()
                : trust.objection(jar), load, warn, startLimit);
    }
}
