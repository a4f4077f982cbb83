package vpo.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;
import vpo.launcher.serve.LaunchIndex;

/** What the commands know of plugins without a daemon that runs them. */
final class InstalledPlugins {
    private InstalledPlugins() {}

    /**
     * The configuration, with the tables of plugins held against what those say of them: the ones in the plugin
     * folders, and the ones that come with the daemon.
     *
     * @param err told of jars that cannot be read
     */
    static Configuration configuration(ConfigInputs inputs, PrintWriter err) throws ConfigurationException {
        Consumer<String> notes = note -> err.print("NOTE " + note + "\n");
        Path home = LaunchIndex.home();
        if (!Files.isRegularFile(home)) {
            // Not out of vpo.jar: from the classes of a build.
            return configuration(inputs, List.of(), notes);
        }
        // The jars are read where they are: nothing is to be written by asking.
        try {
            if (LaunchIndex.read().isImage()) {
                return configuration(inputs, files(home.resolveSibling(LaunchIndex.PLUGINS)), notes);
            }
            try (FileSystem vpo = FileSystems.newFileSystem(home)) {
                return configuration(inputs, files(vpo.getPath(LaunchIndex.PLUGINS)), notes);
            }
        } catch (IOException e) {
            notes.accept(home + ": its plugins' settings are not checked: " + e);
            return configuration(inputs, List.of(), notes);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Configuration configuration(ConfigInputs inputs, List<Path> builtIn, Consumer<String> notes)
            throws ConfigurationException {
        return FileConfigurationSource.readWithPlugins(inputs, builtIn, notes).current();
    }
}
