package vpo.launcher.cli;

import java.util.Optional;

import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vpo stop}: the daemon ends as it does after SIGTERM. */
@Command(name = "stop", description = "Let the running daemon finish what it is at, and end.",
        mixinStandardHelpOptions = true, footer = {"",
                "Work that is not done when server.shutdown_timeout is over is cancelled; with --when-idle the daemon",
                "waits for it as long as it takes, and \"vpo resume\" takes the stop back until then.",
                "Where a service manager restarts the daemon, stop it there.", "",
                DaemonCommand.EXIT_STATUS})
final class StopCommand extends DaemonCommand {
    @Option(names = "--when-idle", description = "Take no new work now, and end when nothing is in flight any more.")
    private boolean whenIdle;

    @Option(names = "--wait", description = "Wait until the daemon has ended, and show what it waits for.")
    private boolean wait;

    @Override
    int run(Administration daemon) throws Failure, InterruptedException {
        Fields before = wait ? Fields.of(daemon.get("/status")) : new Fields(nothing());
        Optional<LockHolder> holder = LockHolder.of(daemon, before);
        JsonObject order = new JsonObject();
        if (whenIdle) {
            order.addProperty("when_idle", true);
        }
        Administration.Reply reply = daemon.post("/stop", order);
        if (!wait || isJson()) {
            print(reply, sentence(Fields.of(reply)));
        }
        if (!wait) {
            return 0;
        }
        try (ProgressLine progress = ProgressLine.to(err(), !isJson());
                Farewell _ = new Farewell(() -> {
                    progress.close();
                    err().println("vpo stop: the daemon goes on stopping; \"vpo status\" tells how far it is");
                    err().flush();
                })) {
            new StopWatch(daemon, before, holder, whenIdle, isJson() ? _ -> {} : progress::show).awaitEnd();
        }
        if (!isJson()) {
            out().println("The daemon has ended");
        }
        return 0;
    }

    private String sentence(Fields answer) {
        return (whenIdle ? "Stops when nothing is in flight any more" : "Stopping") + DrainCommand.inFlight(answer);
    }
}
