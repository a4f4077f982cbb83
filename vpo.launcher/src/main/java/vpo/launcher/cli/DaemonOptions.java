package vpo.launcher.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpo.config.ConfigurationException;

/** The options of a command that asks a daemon, on this machine or another. */
final class DaemonOptions {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = ConfigOptions.CONFIG_HELP)
    private String config;

    @Option(names = "--bind", paramLabel = "ADDRESS")
    private String bind;

    @Option(names = {"-p", "--port"}, paramLabel = "PORT")
    private String port;

    @Mixin
    private RemoteOptions remote;

    DaemonClient client(Duration patience) throws ConfigurationException, Failure {
        Map<String, String> flags = new LinkedHashMap<>();
        if (bind != null) {
            flags.put("server.bind", bind);
        }
        if (port != null) {
            flags.put("server.port", port);
        }
        return remote.client(ConfigOptions.inputs(Optional.ofNullable(config), flags), patience);
    }
}
