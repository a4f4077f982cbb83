package vpo.config.internal.load;

import java.nio.file.Files;
import java.nio.file.Path;

import vpo.config.ConfigInputs;
import vpo.config.Setting;
import vpo.config.Source;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.schema.ServiceFolders;
import vpo.config.internal.toml.Text;

/**
 * Where things are, before any file has been read.
 *
 * @param data the data directory, unless the file names another
 * @param file the configuration file to read, absolute
 * @param named where the file was named, in words; empty if it is the default one, which need not exist
 */
record Locations(Setting data, Path file, String named) {
    static final String DATA_DIR = "VPO_DATA_DIR";
    static final String CONFIG_PATH = "VPO_CONFIG_PATH";
    static final String CONFIG_FLAG = "--config";

    static Locations of(ConfigInputs inputs, Problems problems) {
        Folders folders = folders(inputs);
        Setting data = data(inputs, folders, problems);
        // A service's configuration lies apart from its data.
        Path file = folders.given().configuration().orElse(Path.of((String) data.value())).resolve("config.toml");
        String variable = inputs.environment().getOrDefault(CONFIG_PATH, "");
        // Even if the flag wins, as with any other value.
        Path byVariable = variable.isBlank() ? file : resolve(folders, variable, CONFIG_PATH, file, problems);
        if (inputs.configFlag().isPresent()) {
            return new Locations(data, resolve(folders, inputs.configFlag().get(), CONFIG_FLAG, file, problems),
                    "on the command line");
        }
        if (!variable.isBlank()) {
            return new Locations(data, byVariable, "by " + CONFIG_PATH);
        }
        return new Locations(data, file, "");
    }

    private static Setting data(ConfigInputs inputs, Folders folders, Problems problems) {
        Path own = inputs.home().resolve(".vpo").toAbsolutePath().normalize();
        String variable = inputs.environment().getOrDefault(DATA_DIR, "");
        if (!variable.isBlank()) {
            Path told = resolve(folders, variable, DATA_DIR, own, problems);
            if (Files.exists(told) && !Files.isDirectory(told)) {
                problems.error(DATA_DIR, "", "Not a directory: " + told);
            }
            return data(told, new Source.Environment(DATA_DIR));
        }
        if (folders.given().state().isPresent()) {
            return data(folders.given().state().get(), new Source.ServiceManager(ServiceFolders.STATE));
        }
        if (!inputs.home().isAbsolute()) {
            problems.error("HOME", "", "no home folder: set HOME or " + DATA_DIR);
        }
        return data(own, new Source.Default());
    }

    private static Setting data(Path path, Source source) {
        Key key = Schema.key(Schema.DATA_DIRECTORY).orElseThrow();
        return new Setting(key.name(), path.toString(), source, key.secret(), key.restart());
    }

    /** For what does not stand in the file. */
    static Folders folders(ConfigInputs inputs) {
        return folders(inputs, inputs.workingDirectory());
    }

    static Folders folders(ConfigInputs inputs, Path base) {
        return new Folders(inputs.home(), base, ServiceFolders.of(inputs.environment()));
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
