package vpo.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a configuration is made from, given rather than looked up, so that reading is a pure function of it
 * and of the file.
 *
 * @param configFlag the value of {@code --config}
 * @param flags key to value as given on the command line, such as {@code server.port} to {@code 9000}
 * @param environment the variables; looked at are those that start with {@code VPO_}, and those by which a service
 *            manager tells the folders that it has made, such as {@code STATE_DIRECTORY}
 * @param home the user's home folder, for {@code ~}; one that is not absolute is none, and an error where it is needed
 * @param workingDirectory what relative flags and variables start from
 */
public record ConfigInputs(Optional<String> configFlag, Map<String, String> flags, Map<String, String> environment,
        Path home, Path workingDirectory) {

    /** Copies the maps. */
    public ConfigInputs {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }
}
