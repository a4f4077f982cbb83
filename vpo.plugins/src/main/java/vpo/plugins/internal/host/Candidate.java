package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.Comparator;

import vpo.plugins.internal.jar.PluginJar;

/**
 * A whole and harmless jar in a plugin folder, of which the store has a copy.
 *
 * @param file in the folder
 * @param hash of the copy
 * @param jar what it says of itself
 */
record Candidate(Path file, String hash, PluginJar jar) {
    /** Of several with one symbolic name the highest version is meant; of several of one version, the last by name. */
    static final Comparator<Candidate> ORDER = Comparator.comparing((Candidate each) -> each.jar().version())
            .thenComparing(Candidate::file);
}
