package vpo.launcher.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import vpo.launcher.serve.DaemonLock;

/**
 * Looks at a daemon that was told to stop, until it has ended: on this machine until its data directory is free, else
 * until nobody answers any more.
 *
 * @param before its status before it was told
 * @param whenIdle whether it stops only when nothing is in flight, which can be taken back
 * @param progress told in a few words what each look has found
 */
record StopWatch(Administration daemon, Fields before, boolean whenIdle, Consumer<String> progress) {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_NAMES = 3;

    /** Who answers. */
    private enum Seen {
        SAME, NOBODY,
        /** One that a service manager has started in its place. */
        NEXT
    }

    /**
     * Waits.
     *
     * @throws Failure if somebody has taken the stop back
     */
    void awaitEnd() throws Failure, InterruptedException {
        Optional<Path> data = here();
        Seen seen = Seen.SAME;
        while (seen == Seen.SAME || seen == Seen.NOBODY && data.isPresent() && DaemonLock.isHeld(data.get())) {
            Thread.sleep(PAUSE);
            seen = look();
        }
    }

    /** The data directory, if it is this machine's and can be looked at. */
    private Optional<Path> here() {
        try {
            return daemon.client().address().isHere()
                    ? before.text("data_directory").map(Path::of).filter(DaemonLock::isHeld)
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Seen look() throws Failure {
        Fields now;
        List<Fields> tasks;
        try {
            now = Fields.of(daemon.get("/status"));
            tasks = Fields.of(daemon.get("/tasks")).objects("tasks");
        } catch (Failure e) {
            progress.accept("waiting for the end of the process");
            return Seen.NOBODY;
        }
        if (!now.text("started_at").equals(before.text("started_at"))) {
            return Seen.NEXT;
        }
        boolean stops = now.has("shutdown") || now.is("stop_when_idle");
        if (whenIdle && !stops) {
            throw new Failure("somebody has taken the stop back, with \"vpo resume\"; the daemon goes on running");
        }
        progress.accept(tasks.isEmpty()
                ? "stopping"
                : "waiting for " + Units.count(tasks.size(), "task") + ": "
                        + tasks.stream().limit(MOST_NAMES).map(StopWatch::words).collect(Collectors.joining(", "))
                        + (tasks.size() > MOST_NAMES ? ", ..." : ""));
        return Seen.SAME;
    }

    private static String words(Fields task) {
        return task.text("name").orElse("?") + " ("
                + (task.has("percent") ? task.number("percent") + " %, " : "")
                + Units.span(task.seconds("age_seconds")) + ")";
    }
}
