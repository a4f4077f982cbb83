package vpo.launcher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vpo config}: what can be asked of a configuration without starting anything. */
@Command(name = "config", description = "Show or check the configuration, without starting anything.",
        mixinStandardHelpOptions = true, subcommands = {
                ConfigShowCommand.class, ConfigCheckCommand.class},
        synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: show or check");
    }
}
