package vpo.plugins;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that is asked of the host.
 *
 * @param action {@code list}, {@code show}, {@code check}, {@code install}, {@code acknowledge}, {@code enable},
 *            {@code disable}, {@code rollback} or {@code remove}
 * @param parameters of the action: {@code name}, {@code version}, {@code file} (what the uploader called it),
 *            {@code acknowledge} and {@code dry-run}, as for {@code vpo plugin}
 * @param jar what was uploaded, for {@code check} and {@code install}; the caller deletes it afterwards
 */
public record PluginRequest(String action, Map<String, String> parameters, Optional<Path> jar) {

    /** Copies. */
    public PluginRequest {
        parameters = Map.copyOf(parameters);
    }
}
