package vpo.launcher.cli;

import java.time.Instant;

import picocli.CommandLine.Command;

/** {@code vpo status}: how the daemon is, in a few lines. */
@Command(name = "status", description = "Tell how the running daemon is: what is wrong, what it does, what it needs.",
        mixinStandardHelpOptions = true, footer = {"",
                "Whether all is well is told by \"vpo health\", too, in its exit status.", "",
                DaemonCommand.EXIT_STATUS})
final class StatusCommand extends DaemonCommand {
    @Override
    int run(Administration daemon) throws Failure {
        Administration.Reply reply = daemon.get("/status", "state", "version");
        if (isJson()) {
            out().println(reply.text());
        } else {
            new StatusText(Fields.of(reply), Instant.now(), style()).lines().forEach(out()::println);
        }
        return 0;
    }
}
