package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.Setting;
import vpo.config.Source;
import vpo.config.internal.metatype.TableSchemas;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;

/** Reads all layers, validates each of them whole, and lays one over the other. */
public final class Loader {
    private static final String PLUGIN_DIRS = "plugins.plugin_dirs";
    private static final int UNPRIVILEGED = 1024;
    /** Starts that systemd takes for failed ones come no more often than that (the unit's StartLimit...). */
    private static final int SHORTEST_IDLE = 30;

    private Loader() {}

    /**
     * Reads and validates everything.
     *
     * @param root whether the process may bind to any port
     * @param schemas what plugins say of their tables, by the plugin's name, once it is known where plugins are: told
     *            the effective value of each key, as far as it is good
     * @throws ConfigurationException with every problem of every layer, even of values that a higher one overrides
     */
    public static Loaded load(ConfigInputs inputs, boolean root,
            Function<Map<String, Setting>, Map<String, TableSchemas>> schemas) throws ConfigurationException {
        Problems problems = new Problems();
        Locations locations = Locations.of(inputs, problems);
        Optional<FileLayer> file = locations.found()
                ? FileLayer.read(locations, inputs, problems)
                : Optional.empty();
        // A file that cannot be read may hold what would seem to be missing.
        boolean isWhole = file.isPresent() || !problems.anyError();
        // Told after those of plugins' tables, which are in the file.
        Problems notInFile = new Problems();
        Layer environment = EnvironmentLayer.read(inputs, notInFile);
        Layer flags = FlagLayer.read(inputs, notInFile);

        Setting data = data(locations, file);
        Path dataDirectory = Path.of((String) data.value());
        Map<String, Setting> effective = new LinkedHashMap<>();
        for (Key key : Schema.keys()) {
            Object fallback = key.fallback().value(dataDirectory);
            effective.put(key.name(),
                    new Setting(key.name(), fallback, new Source.Default(), key.secret(), key.restart()));
        }
        effective.putAll(ServiceManagerLayer.read(inputs, notInFile).settings());
        file.ifPresent(layer -> effective.putAll(layer.layer().settings()));
        effective.putAll(environment.settings());
        effective.putAll(flags.settings());
        effective.put(data.key(), data);
        effective.computeIfPresent(PLUGIN_DIRS, (key, dirs) -> withDefault(dirs, dataDirectory));
        PluginTables plugins = PluginTables.of(locations.file(), file.map(FileLayer::plugins).orElse(Map.of()),
                schemas.apply(Map.copyOf(effective)));
        Problems between = new Problems();
        if (isWhole) {
            crossCheck(effective, root, key -> problems.areAbout(key) || notInFile.areAbout(key), between);
        }
        if (Stream.of(problems, plugins.problems(), notInFile, between).anyMatch(Problems::anyError)) {
            problems.addAll(plugins.problems());
        }
        problems.addAll(notInFile);
        problems.addAll(between);
        problems.throwIfAny(effective, locations.file());
        return new Loaded(file.map(_ -> locations.file()), locations.file(), effective, plugins,
                file.map(FileLayer::isBlank).orElse(false), problems.told(locations.file().toString()));
    }

    /** The file may name it, but only where no variable does. */
    private static Setting data(Locations locations, Optional<FileLayer> file) {
        Setting told = locations.data();
        return told.source() instanceof Source.Environment
                ? told
                : file.map(layer -> layer.layer().settings().get(told.key())).orElse(told);
    }

    /** The data directory's plugins are always looked at, as the existing VPO does. */
    private static Setting withDefault(Setting dirs, Path dataDirectory) {
        List<String> all = new ArrayList<>();
        ((List<?>) dirs.value()).forEach(dir -> all.add((String) dir));
        String own = dataDirectory.resolve("plugins").toString();
        if (!all.contains(own)) {
            all.add(own);
        }
        return new Setting(dirs.key(), List.copyOf(all), dirs.source(), dirs.secret(), dirs.restart());
    }

    /**
     * What is wrong with values that are good by themselves.
     *
     * @param told whether there is a problem with a key already: then nobody knows whether it would go with another
     */
    private static void crossCheck(Map<String, Setting> effective, boolean root, Predicate<String> told,
            Problems problems) {
        Setting port = effective.get("server.port");
        if ((Integer) port.value() < UNPRIVILEGED && !root) {
            problems.warning(port.source().toString(), port.key(),
                    "Privileged port requires root: " + port.value() + " (" + shortly(port.source()) + ")");
        }
        Setting idleExit = effective.get("server.idle_exit");
        if (idleExit.value() instanceof Double seconds && seconds < SHORTEST_IDLE) {
            problems.warning(idleExit.source().toString(), idleExit.key(), "Below " + SHORTEST_IDLE
                    + " s, systemd may take short lives for failed starts, and close the port: " + seconds + " ("
                    + shortly(idleExit.source()) + ")");
        }
        Setting trust = effective.get("plugins.trust");
        Setting trustStore = effective.get("plugins.trust_store");
        if (trust.value().equals("signed") && trustStore.value() == null && !told.test(trustStore.key())) {
            problems.error(trust.source().toString(), trust.key(), "\"signed\" needs " + trustStore.key()
                    + ", a file with the certificates of who may sign plugins");
        }
        for (String service : List.of("plugins.metadata.radarr", "plugins.metadata.sonarr")) {
            Setting url = effective.get(service + ".url");
            Setting apiKey = effective.get(service + ".api_key");
            if ((url.value() == null) != (apiKey.value() == null) && !told.test(url.key())
                    && !told.test(apiKey.key())) {
                Setting given = url.value() == null ? apiKey : url;
                Setting missing = url.value() == null ? url : apiKey;
                problems.warning(given.source().toString(), given.key(), "has no effect without " + missing.key());
            }
        }
    }

    private static String shortly(Source source) {
        return source instanceof Source.File(var path, int line, int _)
                ? path.getFileName() + ":" + line
                : source.toString();
    }
}
