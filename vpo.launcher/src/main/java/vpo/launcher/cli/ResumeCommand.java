package vpo.launcher.cli;

import picocli.CommandLine.Command;

/** {@code vpo resume}: takes back {@code vpo drain} and {@code vpo stop --when-idle}. */
@Command(name = "resume", description = "Let the daemon take new work again, after \"vpo drain\" or \"vpo stop"
        + " --when-idle\".", mixinStandardHelpOptions = true, footer = {"", DaemonCommand.EXIT_STATUS})
final class ResumeCommand extends DaemonCommand {
    @Override
    int run(Administration daemon) throws Failure {
        return print(daemon.post("/resume", nothing()), "Takes new work");
    }
}
