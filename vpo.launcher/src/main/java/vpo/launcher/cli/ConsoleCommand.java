package vpo.launcher.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vpo console}: who may administrate the daemon. */
@Command(name = "console", description = "Say who may administrate the daemon from a browser.",
        mixinStandardHelpOptions = true, subcommands = SetPasswordCommand.class, synopsisSubcommandLabel = "COMMAND")
final class ConsoleCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: set-password");
    }
}
