package vpo.launcher.cli;

import picocli.CommandLine.Command;

/** {@code vpo drain}: no new work. */
@Command(name = "drain", description = "Let the running daemon take no new work, and finish what it has.",
        mixinStandardHelpOptions = true, footer = {"",
                "The daemon goes on running, and /readyz says that it takes nothing; \"vpo resume\" takes that back.",
                "", DaemonCommand.EXIT_STATUS})
final class DrainCommand extends DaemonCommand {
    @Override
    int run(Administration daemon) throws Failure {
        Administration.Reply reply = daemon.post("/drain", nothing());
        return print(reply, "Takes no new work until \"vpo resume\"" + inFlight(Fields.of(reply)));
    }

    /** What there is to finish. */
    static String inFlight(Fields answer) {
        long tasks = answer.number("tasks");
        return tasks == 0
                ? "; nothing is in flight"
                : "; " + Units.count(tasks, "task") + (tasks == 1 ? " is" : " are")
                        + " still in flight, see \"vpo tasks\"";
    }
}
