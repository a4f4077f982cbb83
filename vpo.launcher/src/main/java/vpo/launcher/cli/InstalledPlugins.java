package vpo.launcher.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/** What the commands know of plugins without a daemon that runs them. */
final class InstalledPlugins {
    private InstalledPlugins() {}

    /**
     * The configuration, with the tables of plugins held against what those say of them.
     *
     * @param err told of jars that cannot be read
     */
    static Configuration configuration(ConfigInputs inputs, PrintWriter err) throws ConfigurationException {
        return FileConfigurationSource
                .readWithPlugins(inputs, builtIn(), note -> err.print("NOTE " + note + "\n")).current();
    }

    /** The jars of the plugins that come with the daemon. */
    private static Collection<Path> builtIn() {
        return List.of();
    }
}
