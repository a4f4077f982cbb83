package vpo.plugins.internal.trust;

import java.nio.file.Path;
import java.util.Optional;

/** Decides whether a jar may run. */
@FunctionalInterface
public interface Trust {
    /**
     * Asks.
     *
     * @param name of the plugin; the symbolic name of an ordinary bundle
     * @param hash SHA-256 of the whole file
     * @param source where the file lies
     * @return why it may not run, and what to do, a sentence without its subject; empty if it may
     */
    Optional<String> objection(String name, String hash, Path source);
}
