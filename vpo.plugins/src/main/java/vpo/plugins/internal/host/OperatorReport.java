package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import vpo.plugins.internal.jar.PluginJar;

/**
 * What there is to say of one plugin, or of one bundle that is none.
 *
 * @param jar the version that runs; else the one that is meant to
 * @param hash of that version
 * @param state how it is
 * @param reason why it is so, a sentence without its subject; empty if it runs or is disabled
 * @param newer what is to be said of the version that is meant, if another one runs
 * @param file that it came from
 * @param builtIn whether it came with the daemon
 */
record OperatorReport(PluginJar jar, String hash, State state, Optional<String> reason, Optional<String> newer,
        Path file, boolean builtIn) {

    /** How a plugin is. The names are those that operators and scripts read. */
    enum State {
        /** It runs. */
        RUNNING("running"),
        /** No daemon runs; it would run with one. */
        READY("ready"),
        /** It lacks something. */
        WAITING("waiting"),
        /** An operator has stopped it. */
        DISABLED("disabled"),
        /** It has failed. */
        QUARANTINE("quarantine");

        private final String text;

        State(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * More of it, for whoever asks for this one.
     *
     * @param acknowledged whether the version is; empty if that cannot be looked up
     * @param versions that the store keeps
     * @param quarantined versions that are not run
     * @param requires names of the plugins and bundles that it uses
     * @param requiredBy names of those that use it
     * @param data its data folder, there or not
     */
    record Details(Optional<Boolean> acknowledged, List<Kept> versions, List<Held> quarantined, List<String> requires,
            List<String> requiredBy, Path data) {}

    /**
     * A version in the store.
     *
     * @param version unknown if its file is damaged
     * @param active whether it is the one that runs, or would
     */
    record Kept(String hash, Optional<String> version, boolean active) {}

    /** A version in quarantine. */
    record Held(String hash, Optional<String> version, Instant since, String reason) {}

    /** The table of the configuration that is its own. */
    String table() {
        return "plugins." + jar.name();
    }

    /** The PID of that table. */
    String pid() {
        return "vpo." + table();
    }

    /** Where its pages are. */
    String path() {
        return "/plugins/" + jar.name() + "/";
    }
}
