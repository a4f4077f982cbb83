package vpo.launcher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vpo systemd}: the daemon as a service of this machine. */
@Command(name = "systemd", description = "Fit the daemon's systemd unit to this machine.",
        mixinStandardHelpOptions = true, subcommands = SystemdUnitCommand.class, synopsisSubcommandLabel = "COMMAND")
final class SystemdCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: unit");
    }
}
