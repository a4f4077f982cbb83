package vpo.config.internal.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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
 * @param found whether it is known that this is the file; if not, that is told, and another one must not be read
 * @param named where the file was named, in words; empty if it is the default one, which need not exist
 */
record Locations(Setting data, Path file, boolean found, String named) {
    static final String DATA_DIR = "VPO_DATA_DIR";
    static final String CONFIG_PATH = "VPO_CONFIG_PATH";
    static final String CONFIG_FLAG = "--config";

    static Locations of(ConfigInputs inputs, Problems problems) {
        Folders folders = folders(inputs);
        ServiceFolders.faults(inputs.environment()).forEach((variable, fault) -> problems.error(variable, "",
                fault + ": " + Text.quoted(inputs.environment().get(variable))));
        Setting data = data(inputs, folders, problems);
        boolean dataFound = !problems.anyError();
        // A service's configuration lies apart from its data.
        Optional<Path> apart = folders.given().configuration();
        Path usual = apart.orElse(Path.of((String) data.value())).resolve("config.toml");
        String variable = inputs.environment().getOrDefault(CONFIG_PATH, "");
        // Even if the flag wins, as with any other value.
        Optional<Path> byVariable = variable.isBlank()
                ? Optional.empty()
                : resolve(folders, variable, CONFIG_PATH, problems);
        if (inputs.configFlag().isPresent()) {
            Optional<Path> byFlag = resolve(folders, inputs.configFlag().get(), CONFIG_FLAG, problems);
            return new Locations(data, byFlag.orElse(usual), byFlag.isPresent(), "on the command line");
        }
        if (!variable.isBlank()) {
            return new Locations(data, byVariable.orElse(usual), byVariable.isPresent(), "by " + CONFIG_PATH);
        }
        return new Locations(data, usual, dataFound || apart.isPresent(), "");
    }

    private static Setting data(ConfigInputs inputs, Folders folders, Problems problems) {
        Path own = Folders.absolute(inputs.home().resolve(".vpo"));
        String variable = inputs.environment().getOrDefault(DATA_DIR, "");
        if (!variable.isBlank()) {
            Optional<Path> told = resolve(folders, variable, DATA_DIR, problems);
            told.filter(path -> Files.exists(path) && !Files.isDirectory(path))
                    .ifPresent(path -> problems.error(DATA_DIR, "", "Not a directory: " + path));
            return data(told.orElse(own), new Source.Environment(DATA_DIR));
        }
        if (folders.given().state().isPresent()) {
            return data(folders.given().state().get(), new Source.ServiceManager(ServiceFolders.STATE));
        }
        if (!inputs.home().isAbsolute()) {
            String home = inputs.environment().getOrDefault("HOME", "");
            problems.error("HOME", "", Folders.fault(home).map(fault -> fault + ": " + Text.quoted(home))
                    .orElse("no home folder: set HOME or " + DATA_DIR));
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

    private static Optional<Path> resolve(Folders folders, String text, String where, Problems problems) {
        try {
            return Optional.of(folders.resolve(text));
        } catch (InvalidValueException e) {
            problems.error(where, "", e.getMessage() + ": " + Text.quoted(text));
            return Optional.empty();
        }
    }
}
