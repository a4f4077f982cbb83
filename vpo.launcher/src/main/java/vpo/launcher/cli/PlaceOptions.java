package vpo.launcher.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;

/** The options of a command that must know where things are, and nothing of the listener. */
final class PlaceOptions {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = ConfigOptions.CONFIG_HELP)
    private String config;

    @Option(names = "--database", paramLabel = "FILE")
    private String database;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * With the process's own environment and folders.
     *
     * @throws ParameterException if an option has a value that it cannot have
     */
    ConfigInputs inputs() {
        Map<String, String> flags = new LinkedHashMap<>();
        if (database != null) {
            flags.put("database_path", database);
        }
        return ConfigOptions.checked(spec, ConfigOptions.inputs(Optional.ofNullable(config), flags));
    }
}
