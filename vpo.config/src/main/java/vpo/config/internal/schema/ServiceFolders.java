package vpo.config.internal.schema;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folders that a service manager has made for this process, see {@code systemd.exec(5)}; absolute.
 *
 * @param state for what must be kept
 * @param cache for what can be made again
 * @param configuration for the configuration file
 * @param logs for log files
 * @param credentials for secrets, a file each, named by the secret
 */
public record ServiceFolders(Optional<Path> state, Optional<Path> cache, Optional<Path> configuration,
        Optional<Path> logs, Optional<Path> credentials) {
    /** The variable of {@link #state()}. */
    public static final String STATE = "STATE_DIRECTORY";
    /** The variable of {@link #cache()}. */
    public static final String CACHE = "CACHE_DIRECTORY";
    /** As without a service manager. */
    public static final ServiceFolders NONE = of(Map.of());

    /** What these variables tell; one that holds no absolute path tells nothing. */
    public static ServiceFolders of(Map<String, String> environment) {
        return new ServiceFolders(first(environment, STATE), first(environment, CACHE),
                first(environment, "CONFIGURATION_DIRECTORY"), first(environment, "LOGS_DIRECTORY"),
                first(environment, "CREDENTIALS_DIRECTORY"));
    }

    /** A unit may ask for several of a kind; the first is the main one. */
    private static Optional<Path> first(Map<String, String> environment, String variable) {
        String text = environment.getOrDefault(variable, "").split(":", 2)[0];
        return text.startsWith("/") ? Optional.of(Path.of(text).normalize()) : Optional.empty();
    }
}
