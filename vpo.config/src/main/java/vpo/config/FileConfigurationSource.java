package vpo.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import vpo.config.Problem.Severity;
import vpo.config.internal.load.Loaded;
import vpo.config.internal.load.Loader;
import vpo.config.internal.metatype.PluginJars;
import vpo.config.internal.metatype.TableSchemas;

/** The configuration from a file, the environment and flags: flag over variable over file over default, key by key. */
public final class FileConfigurationSource implements ConfigurationSource {
    private final ConfigInputs inputs;
    private final boolean root;
    /** Taken before the monitor, under which nothing is read: a disk that hangs must hold up no plugin. */
    private final Lock reading = new ReentrantLock();
    private volatile Map<String, TableSchemas> schemas = Map.of();
    private volatile State state;

    /** What is in force, in both its forms; changed together. */
    private record State(Loaded loaded, Configuration configuration) {
        State(Loaded loaded) {
            this(loaded, loaded.configuration());
        }
    }

    private FileConfigurationSource(ConfigInputs inputs, boolean root, Loaded loaded) {
        this.inputs = inputs;
        this.root = root;
        this.state = new State(loaded);
    }

    /**
     * Reads and validates everything once.
     *
     * @throws ConfigurationException with everything that is wrong, if anything is
     */
    public static FileConfigurationSource read(ConfigInputs inputs) throws ConfigurationException {
        return read(inputs, isRoot());
    }

    /** As told rather than looked up whether the user is root. */
    static FileConfigurationSource read(ConfigInputs inputs, boolean root) throws ConfigurationException {
        return new FileConfigurationSource(inputs, root, Loader.load(inputs, root, _ -> Map.of()));
    }

    /**
     * Reads and validates everything once, the tables of plugins included, without a daemon that runs them: what their
     * jars say of them is read, and none of their code is run. Of several versions of a plugin the highest counts.
     *
     * @param more jars of plugins beside those in the folders of {@code plugins.plugin_dirs}
     * @param notes told of each jar that cannot be read, in a line; the table of such a plugin is not checked
     * @throws ConfigurationException with everything that is wrong, if anything is
     */
    public static FileConfigurationSource readWithPlugins(ConfigInputs inputs, Collection<Path> more,
            Consumer<String> notes) throws ConfigurationException {
        boolean root = isRoot();
        return new FileConfigurationSource(inputs, root,
                Loader.load(inputs, root, settings -> PluginJars.schemas(jars(settings, more), notes)));
    }

    private static List<Path> jars(Map<String, Setting> settings, Collection<Path> more) {
        List<Path> jars = new ArrayList<>(more);
        if (Boolean.TRUE.equals(settings.get("plugins.auto_load").value())) {
            List<?> folders = (List<?>) settings.get("plugins.plugin_dirs").value();
            jars.addAll(PluginJars.in(folders.stream().map(folder -> Path.of((String) folder)).toList()));
        }
        return jars;
    }

    @Override
    public Configuration current() {
        return state.configuration();
    }

    @Override
    public Reload reload() {
        return reload(true);
    }

    @Override
    public Reload reloadChanged() {
        return reload(false);
    }

    private Reload reload(boolean asked) {
        reading.lock();
        try {
            while (true) {
                Map<String, TableSchemas> inUse = schemas;
                Loaded wanted = Loader.load(inputs, root, _ -> inUse);
                synchronized (this) {
                    // Else a plugin has come or gone meanwhile: what was read is to be held against that one, too.
                    if (schemas == inUse) {
                        return take(wanted, asked);
                    }
                }
            }
        } catch (ConfigurationException e) {
            if (!asked && e.passing().isPresent()) {
                throw new UncheckedIOException(e.passing().get());
            }
            return new Reload.Refused(e.problems());
        } finally {
            reading.unlock();
        }
    }

    private Reload take(Loaded wanted, boolean asked) {
        Loaded inForce = state.loaded();
        if (inForce.file().isPresent() && wanted.file().isEmpty()) {
            return new Reload.Refused(List.of(new Problem(Severity.ERROR, inForce.file().get().toString(), "",
                    "the file is gone; what was read from it stays in force")));
        }
        if (!asked && wanted.isEmptied(inForce)) {
            return new Reload.Refused(List.of(new Problem(Severity.WARNING, wanted.place().toString(), "",
                    "the file was emptied; what was read from it stays in force: write it, or take it as it is with"
                            + " SIGHUP or 'vpo reload'")));
        }
        List<String> afterRestart = wanted.afterRestart(inForce);
        Loaded next = wanted.keeping(afterRestart, inForce);
        List<String> changed = next.differences(inForce);
        State now = new State(next);
        Reload outcome = changed.isEmpty() && afterRestart.isEmpty()
                ? new Reload.Unchanged()
                : new Reload.Changed(now.configuration(), changed, afterRestart);
        // Last: an error for want of memory before leaves the change to the next reload.
        state = now;
        return outcome;
    }

    @Override
    public List<Problem> errors(PluginSchema schema) {
        return state.loaded().errors(schema.plugin(), schema.tables());
    }

    @Override
    public synchronized void use(List<PluginSchema> inUse) {
        schemas = inUse.stream()
                .collect(Collectors.toUnmodifiableMap(PluginSchema::plugin, PluginSchema::tables, (_, last) -> last));
        state = new State(state.loaded().with(schemas));
    }

    private static boolean isRoot() {
        try {
            return Objects.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), 0);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // No /proc: go by the name.
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
