package vpo.config.internal.load;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.config.ConfigInputs;
import vpo.config.Source;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.Key;
import vpo.config.Nearest;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.toml.Text;

/** Reads the {@code VPO_*} variables. An empty one counts as unset, and a blank one that stands for a path. */
final class EnvironmentLayer {
    private static final Set<String> KNOWN = Stream.concat(Schema.keys().stream(), Schema.variables().stream())
            .map(Key::variable).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet());
    /** Read before anything else, by {@link Locations}. */
    private static final List<String> LOCATIONS = List.of(Locations.DATA_DIR, Locations.CONFIG_PATH);

    private EnvironmentLayer() {}

    static Layer read(ConfigInputs inputs, Problems problems) {
        Folders folders = Locations.folders(inputs);
        Map<String, String> environment = new TreeMap<>(inputs.environment());
        environment.keySet().removeIf(name -> !name.startsWith("VPO_") || environment.get(name).isEmpty());
        Layer layer = new Layer();
        Schema.keys().stream().filter(key -> !LOCATIONS.contains(key.variable()))
                .forEach(key -> read(key, environment, layer, folders, problems));
        // These stand for no key: they are only checked.
        Layer ignored = new Layer();
        Schema.variables().stream().filter(key -> !LOCATIONS.contains(key.variable()))
                .forEach(key -> read(key, environment, ignored, folders, problems));
        environment.keySet().stream().filter(name -> !KNOWN.contains(name)).forEach(name -> {
            Optional<String> nearest = problems.full() ? Optional.empty() : Nearest.of(name, KNOWN);
            problems.warning(name, "",
                    "unknown variable, ignored" + nearest.map(known -> "; did you mean " + known + "?").orElse(""));
        });
        return layer;
    }

    private static void read(Key key, Map<String, String> environment, Layer layer, Folders folders,
            Problems problems) {
        String variable = key.variable();
        String text = environment.get(variable);
        if (text != null && !Layer.isUnset(key, text)) {
            layer.read(key, at -> key.type().read(text, at), folders, new Source.Environment(variable), variable,
                    variable, Text.shown(text), problems);
        }
    }
}
