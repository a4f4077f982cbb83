package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.Comparator;

import vpo.plugins.internal.jar.PluginJar;

/**
 * A whole and harmless jar that may be run, of which the store has a copy.
 *
 * @param file in a plugin folder, or the daemon's own
 * @param hash of the copy
 * @param jar what it says of itself
 * @param builtIn whether it came with the daemon
 */
record Candidate(Path file, String hash, PluginJar jar, boolean builtIn) {
    /**
     * Of several with one symbolic name the highest version is meant; of several of one version, what an operator has
     * put there before what came with the daemon, and then the last by name.
     */
    static final Comparator<Candidate> ORDER = Comparator.comparing((Candidate each) -> each.jar().version())
            .thenComparing(each -> !each.builtIn()).thenComparing(Candidate::file);
}
