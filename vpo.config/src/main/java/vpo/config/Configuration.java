package vpo.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import vpo.config.internal.schema.Schema;
import vpo.config.internal.schema.Use;

/**
 * A configuration that was read and validated whole. Immutable.
 *
 * @param file the file that it was read from; empty if there is none
 * @param dataDirectory the daemon's data directory, absolute
 * @param settings every known key, and those of plugins, in the order of the schema
 * @param published what goes to Configuration Admin: PID to properties, in the order of the schema. A factory
 *            configuration is named {@code FACTORY_PID~NAME}. Values are of the types that Configuration Admin takes
 * @param warnings what is odd, but no reason to refuse it
 */
public record Configuration(Optional<Path> file, Path dataDirectory, List<Setting> settings,
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

    /**
     * What the log tells of it, a line each: the warnings, and which settings do not give the protection that whoever
     * set them counts on. The latter is no warning, for there is nothing to mend: an existing file stays a good one.
     */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        warnings.forEach(warning -> remarks.add(warning.toString()));
        String keys = settings.stream().filter(Configuration::promisesTooMuch).map(Setting::key)
                .collect(Collectors.joining(", "));
        if (!keys.isEmpty()) {
            remarks.add(keys + ": accepted, but has no effect yet: nothing is protected by it");
        }
        return List.copyOf(remarks);
    }

    private static boolean promisesTooMuch(Setting setting) {
        // Whoever switches something off does not count on it.
        boolean wanted = setting.value() != null && !Boolean.FALSE.equals(setting.value());
        return wanted && !(setting.source() instanceof Source.Default)
                && Schema.key(setting.key()).filter(key -> key.use() == Use.PROTECTS_NOT_YET).isPresent();
    }
}
