package vpo.launcher.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Option;
import vpo.config.ConfigInputs;

/** The options of a command that must know where things are, and nothing of the listener. */
final class PlaceOptions {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = ConfigOptions.CONFIG_HELP)
    private String config;

    @Option(names = "--database", paramLabel = "FILE")
    private String database;

    /** With the process's own environment and folders. */
    ConfigInputs inputs() {
        Map<String, String> flags = new LinkedHashMap<>();
        if (database != null) {
            flags.put("database_path", database);
        }
        return ConfigOptions.inputs(Optional.ofNullable(config), flags);
    }
}
