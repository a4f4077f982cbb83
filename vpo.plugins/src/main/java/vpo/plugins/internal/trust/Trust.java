package vpo.plugins.internal.trust;

import java.nio.file.Path;
import java.util.Optional;

/** Decides whether a jar may run. */
@FunctionalInterface
public interface Trust {
    /**
     * A jar that somebody wants to run.
     *
     * @param name of the plugin; the symbolic name of an ordinary bundle
     * @param hash SHA-256 of the whole file
     * @param source where the file was dropped; what is there now may be another one
     * @param copy in the store: the bytes that have that hash, and that are going to run
     */
    record Jar(String name, String hash, Path source, Path copy) {}

    /**
     * Asks. None of the jar's code has run.
     *
     * @return why it may not run, and what to do, a sentence without its subject; empty if it may
     */
    Optional<String> objection(Jar jar);

    /** Whether that an operator acknowledges a jar is what lets it run. */
    default boolean isByAcknowledgment() {
        return false;
    }
}
