package vpo.launcher.cli;

import java.util.List;

import picocli.CommandLine.Command;

/** {@code vpo reload}: the daemon reads its configuration again. */
@Command(name = "reload", description = "Let the running daemon read its configuration again, as SIGHUP does.",
        mixinStandardHelpOptions = true, footer = {"",
                "A configuration that cannot be used changes nothing.", "", DaemonCommand.EXIT_STATUS})
final class ReloadCommand extends DaemonCommand {
    @Override
    int run(Administration daemon) throws Failure {
        Administration.Reply reply = daemon.post("/reload", nothing());
        return print(reply, sentence(Fields.of(reply)));
    }

    static String sentence(Fields answer) {
        List<String> changed = answer.texts("changed");
        List<String> later = answer.texts("after_restart");
        return (changed.isEmpty() ? "Nothing has changed" : "Changed: " + String.join(", ", changed))
                + (later.isEmpty() ? "" : "\nOnly after a restart: " + String.join(", ", later));
    }
}
