package vpo.launcher.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;
import vpo.config.WrongFlag;

/**
 * The options that say where the configuration comes from, or override a key of it; {@link KeyHelp} describes these.
 */
final class ConfigOptions {
    static final String CONFIG_HELP = "Configuration file. Default: $$VPO_CONFIG_PATH, else config.toml in the data"
            + " directory ($$VPO_DATA_DIR, else ~/.vpo).";

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = CONFIG_HELP)
    private String config;

    @Option(names = "--bind", paramLabel = "ADDRESS")
    private String bind;

    // The value stays text here: vpo.config alone says what a valid port is, and says so with the same words
    // everywhere.
    @Option(names = {"-p", "--port"}, paramLabel = "PORT")
    private String port;

    @Option(names = "--database", paramLabel = "FILE")
    private String database;

    @Option(names = "--log-level", paramLabel = "LEVEL")
    private String logLevel;

    @Option(names = "--log-file", paramLabel = "FILE")
    private String logFile;

    @Option(names = "--log-format", paramLabel = "FORMAT")
    private String logFormat;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * With the process's own environment and folders.
     *
     * @throws ParameterException if an option has a value that it cannot have
     */
    ConfigInputs inputs() {
        Map<String, String> flags = new LinkedHashMap<>(earlier().flags());
        put(flags, "server.bind", bind);
        put(flags, "server.port", port);
        put(flags, "database_path", database);
        put(flags, "logging.level", logLevel);
        put(flags, "logging.file", logFile);
        put(flags, "logging.format", logFormat);
        return checked(spec, inputs(Optional.ofNullable(config), flags));
    }

    /** What stands before the command. */
    EarlierOptions earlier() {
        return ((VpoCommand) spec.root().userObject()).earlier();
    }

    /** The same, unless it is a mistake of the command's that has these flags. */
    static ConfigInputs checked(CommandSpec command, ConfigInputs inputs) {
        WrongFlag.in(inputs).ifPresent(wrong -> {
            throw new ParameterException(command.commandLine(),
                    "Invalid value for option '" + wrong.flag() + "': " + wrong.message());
        });
        return inputs;
    }

    /**
     * @param flags key to value
     */
    static ConfigInputs inputs(Optional<String> file, Map<String, String> flags) {
        Map<String, String> variables = Variables.own();
        return new ConfigInputs(file, flags, variables, home(variables, System.getProperty("user.home")),
                Path.of("").toAbsolutePath());
    }

    /**
     * The home folder as shells and the service manager see it. Java asks for the password entry alone, and makes
     * {@code ?} of one that is missing, as in containers that run under any user number.
     *
     * @return none, which is not absolute, if it cannot be written in the character set of this process: the
     *         configuration says so where it needs it
     */
    static Path home(Map<String, String> environment, String ofJava) {
        try {
            Path told = Path.of(environment.getOrDefault("HOME", ""));
            return told.isAbsolute() ? told : Path.of(ofJava);
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }

    /** The value of {@code --config}. */
    Optional<String> config() {
        return Optional.ofNullable(config);
    }

    static void put(Map<String, String> flags, String key, String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
