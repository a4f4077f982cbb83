package vpo.config.internal.schema;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    private static final String CONFIGURATION = "CONFIGURATION_DIRECTORY";
    private static final String LOGS = "LOGS_DIRECTORY";
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    /** What these variables tell; one that holds no absolute path tells nothing, see also {@link #faults}. */
    public static ServiceFolders of(Map<String, String> environment) {
        return new ServiceFolders(first(environment, STATE), first(environment, CACHE),
                first(environment, CONFIGURATION), first(environment, LOGS), first(environment, CREDENTIALS));
    }

    /** What is wrong with variables that hold no path at all, by their names: no other folder must take its place. */
    public static Map<String, String> faults(Map<String, String> environment) {
        Map<String, String> faults = new TreeMap<>();
        for (String variable : List.of(STATE, CACHE, CONFIGURATION, LOGS, CREDENTIALS)) {
            Folders.fault(text(environment, variable)).ifPresent(fault -> faults.put(variable, fault));
        }
        return faults;
    }

    private static Optional<Path> first(Map<String, String> environment, String variable) {
        String text = text(environment, variable);
        return text.startsWith("/") && Folders.fault(text).isEmpty()
                ? Optional.of(Folders.absolute(Path.of(text)))
                : Optional.empty();
    }

    /** A unit may ask for several of a kind; the first is the main one. */
    private static String text(Map<String, String> environment, String variable) {
        return environment.getOrDefault(variable, "").split(":", 2)[0];
    }
}
