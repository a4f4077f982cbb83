package vpo.config.internal.load;

import java.nio.file.Files;
import java.nio.file.Path;

import vpo.config.ConfigInputs;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.toml.Text;

/**
 * Where things are, before any file has been read.
 *
 * @param dataDirectory the data directory, absolute
 * @param file the configuration file to read, absolute
 * @param named where the file was named, in words; empty if it is the default one, which need not exist
 */
record Locations(Path dataDirectory, Path file, String named) {
    static final String DATA_DIR = "VPO_DATA_DIR";
    static final String CONFIG_PATH = "VPO_CONFIG_PATH";
    static final String CONFIG_FLAG = "--config";

    static Locations of(ConfigInputs inputs, Problems problems) {
        Folders folders = folders(inputs);
        Path data = inputs.home().resolve(".vpo").toAbsolutePath().normalize();
        String dataDir = inputs.environment().getOrDefault(DATA_DIR, "");
        if (dataDir.isEmpty()) {
            if (!inputs.home().isAbsolute()) {
                problems.error("HOME", "", "no home folder: set HOME or " + DATA_DIR);
            }
        } else {
            data = resolve(folders, dataDir, DATA_DIR, data, problems);
            if (Files.exists(data) && !Files.isDirectory(data)) {
                problems.error(DATA_DIR, "", "Not a directory: " + data);
            }
        }
        Path file = data.resolve("config.toml");
        String variable = inputs.environment().getOrDefault(CONFIG_PATH, "");
        if (inputs.configFlag().isPresent()) {
            return new Locations(data, resolve(folders, inputs.configFlag().get(), CONFIG_FLAG, file, problems),
                    "on the command line");
        }
        if (!variable.isEmpty()) {
            return new Locations(data, resolve(folders, variable, CONFIG_PATH, file, problems),
                    "by " + CONFIG_PATH);
        }
        return new Locations(data, file, "");
    }

    static Folders folders(ConfigInputs inputs) {
        return new Folders(inputs.home(), inputs.workingDirectory());
    }

    private static Path resolve(Folders folders, String text, String where, Path otherwise, Problems problems) {
        try {
            return folders.resolve(text);
        } catch (InvalidValueException e) {
            problems.error(where, "", e.getMessage() + ": " + Text.quoted(text));
            return otherwise;
        }
    }
}
