package vpo.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import vpo.config.Problem.Severity;
import vpo.config.internal.load.Loaded;
import vpo.config.internal.load.Loader;

/** The configuration from a file, the environment and flags: flag over variable over file over default, key by key. */
public final class FileConfigurationSource implements ConfigurationSource {
    private final ConfigInputs inputs;
    private final boolean root;
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
        return new FileConfigurationSource(inputs, root, Loader.load(inputs, root));
    }

    @Override
    public Configuration current() {
        return state.configuration();
    }

    @Override
    public synchronized Reload reload() {
        Loaded inForce = state.loaded();
        Loaded wanted;
        try {
            wanted = Loader.load(inputs, root);
        } catch (ConfigurationException e) {
            return new Reload.Refused(e.problems());
        }
        if (inForce.file().isPresent() && wanted.file().isEmpty()) {
            return new Reload.Refused(List.of(new Problem(Severity.ERROR, inForce.file().get().toString(), "",
                    "the file is gone; what was read from it stays in force")));
        }
        List<String> afterRestart = wanted.afterRestart(inForce);
        Loaded next = wanted.keeping(afterRestart, inForce);
        List<String> changed = next.differences(inForce);
        State now = new State(next);
        state = now;
        return changed.isEmpty() && afterRestart.isEmpty()
                ? new Reload.Unchanged()
                : new Reload.Changed(now.configuration(), changed, afterRestart);
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
