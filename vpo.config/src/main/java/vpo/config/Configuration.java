package vpo.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that was read and validated whole. Immutable.
 *
 * @param file the file that it was read from; empty if there is none
 * @param filePlace where that file is, or would be looked for
 * @param dataDirectory the daemon's data directory, absolute
 * @param settings every known key, and those of plugins, in the order of the schema
 * @param published what goes to Configuration Admin: PID to properties, in the order of the schema. A factory
 *            configuration is named {@code FACTORY_PID~NAME}. Values are of the types that Configuration Admin takes
 * @param warnings what is odd, but no reason to refuse it
 */
public record Configuration(Optional<Path> file, Path filePlace, Path dataDirectory, List<Setting> settings,
        Map<String, Map<String, Object>> published, List<Problem> warnings) {

    /** Copies the collections. */
    public Configuration {
        settings = List.copyOf(settings);
        published = Collections.unmodifiableMap(new LinkedHashMap<>(published));
        warnings = List.copyOf(warnings);
    }

    /**
     * One setting by its key.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public Setting setting(String key) {
        return settings.stream().filter(s -> s.key().equals(key)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such key: " + key));
    }
}
