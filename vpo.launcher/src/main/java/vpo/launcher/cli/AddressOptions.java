package vpo.launcher.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;

/**
 * The options of a command that must know where the daemon of the configuration listens, and nothing else of it; {@link
 * KeyHelp} describes these.
 */
final class AddressOptions {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = ConfigOptions.CONFIG_HELP)
    private String config;

    @Option(names = "--bind", paramLabel = "ADDRESS", descriptionKey = KeyHelp.OF_THE_DAEMON + "bind")
    private String bind;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT", descriptionKey = KeyHelp.OF_THE_DAEMON + "port")
    private String port;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * With the process's own environment and folders.
     *
     * @throws ParameterException if an option has a value that it cannot have
     */
    ConfigInputs inputs() {
        Map<String, String> flags = new LinkedHashMap<>();
        if (bind != null) {
            flags.put("server.bind", bind);
        }
        if (port != null) {
            flags.put("server.port", port);
        }
        return ConfigOptions.checked(spec, ConfigOptions.inputs(Optional.ofNullable(config), flags));
    }
}
