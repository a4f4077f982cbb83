package vpo.launcher.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;

/**
 * Looks at a daemon that is told to stop, until it has ended: on this machine until its data directory is free or another's,
 * else until nobody answers any more.
 */
final class StopWatch {
    /** Between two looks at the lock, which cost nothing. */
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Between two questions: far below what a daemon allows. */
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    private static final Duration MOST_RETRY_AFTER = Duration.ofSeconds(60);
    /** Each so many questions, also which tasks there are. */
    private static final int TASKS_EACH = 4;
    /** Questions in a row whose answers say nothing of the daemon, before it is given up. */
    private static final int MOST_DOUBTS = 3;
    private static final int MOST_NAMES = 3;
    private static final String LAST = "waiting for the end of the process";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;

    private final Administration daemon;
    private final Fields before;
    private final Optional<LockHolder> holder;
    private final boolean whenIdle;
    private final Consumer<String> progress;
    private Duration pause = PAUSE;
    private int questions;
    private int doubts;

    /** Who answers. */
    private enum Seen {
        SAME, NOBODY,
        /** One that a service manager has started in its place. */
        NEXT
    }

    /**
     * @param before the daemon's status before it was told
     * @param holder of its data directory, before it was told; empty if only its answers tell of it
     * @param whenIdle whether it stops only when nothing is in flight, which can be taken back
     * @param progress told in a few words what each look has found
     */
    StopWatch(Administration daemon, Fields before, Optional<LockHolder> holder, boolean whenIdle,
            Consumer<String> progress) {
        this.daemon = daemon;
        this.before = before;
        this.holder = holder;
        this.whenIdle = whenIdle;
        this.progress = progress;
    }

    /**
     * Waits.
     *
     * @throws Failure if somebody has taken the stop back, or it cannot be known whether the daemon has ended
     */
    void awaitEnd() throws Failure, InterruptedException {
        Seen seen = Seen.SAME;
        long asked = System.nanoTime();
        while (seen != Seen.NEXT && (seen == Seen.SAME || holder.isPresent())) {
            Thread.sleep(PAUSE);
            // The lock first: where the port is a service manager's, a question would start the next daemon.
            if (holder.filter(LockHolder::isGone).isPresent()) {
                return;
            }
            if (holder.filter(LockHolder::hasClosedItsPort).isPresent()) {
                progress.accept(LAST);
            } else if (System.nanoTime() - asked >= pause.toNanos()) {
                seen = look();
                asked = System.nanoTime();
            }
        }
    }

    private Seen look() throws Failure {
        pause = BETWEEN_QUESTIONS;
        try {
            DaemonClient.Answer answer = daemon.look("/status");
            Optional<Fields> now = Administration.object(answer.body()).map(Fields::new);
            if (answer.status() == HttpURLConnection.HTTP_OK && now.isPresent()) {
                doubts = 0;
                return found(now.get());
            }
            return refused(answer, now);
        } catch (ConnectException e) {
            progress.accept(LAST);
            return Seen.NOBODY;
        } catch (IOException e) {
            // One that is busy may be slow once, and a connection that it cuts is followed by one that it refuses.
            if (holder.isEmpty()) {
                doubt(daemon.unreachable(e));
            }
            return Seen.SAME;
        }
    }

    private Seen refused(DaemonClient.Answer answer, Optional<Fields> error) throws Failure {
        boolean isItsOwn = error.filter(each -> each.has("code")).isPresent();
        if (answer.status() == TOO_MANY_REQUESTS || answer.status() >= SERVER_ERRORS && isItsOwn) {
            doubts = 0;
            pause = retryAfter(answer);
            return Seen.SAME;
        }
        if (answer.status() >= SERVER_ERRORS) {
            // What stands before it on the network does not reach it.
            doubts++;
            return doubts < MOST_DOUBTS ? Seen.SAME : Seen.NOBODY;
        }
        doubt(daemon.refused(answer));
        return Seen.SAME;
    }

    private void doubt(Failure why) throws Failure {
        doubts++;
        if (doubts >= MOST_DOUBTS) {
            throw new Failure("whether the daemon has ended is not known: " + why.getMessage(), why);
        }
    }

    /** As long as the daemon wants, within reason: a stop that is taken back must not be missed for ever. */
    private static Duration retryAfter(DaemonClient.Answer answer) {
        try {
            long seconds = answer.retryAfter().map(Long::parseLong).orElse(0L);
            return Duration.ofSeconds(Math.clamp(seconds, BETWEEN_QUESTIONS.toSeconds(), MOST_RETRY_AFTER.toSeconds()));
        } catch (NumberFormatException e) {
            // HTTP knows dates there, too, but no daemon sends one.
            return BETWEEN_QUESTIONS;
        }
    }

    private Seen found(Fields now) throws Failure, IOException {
        if (!now.text("started_at").equals(before.text("started_at"))) {
            return Seen.NEXT;
        }
        boolean stops = now.has("shutdown") || now.is("stop_when_idle");
        if (whenIdle && !stops) {
            throw new Failure("somebody has taken the stop back, with \"vpo resume\"; the daemon goes on running");
        }
        if (now.number("tasks") == 0) {
            progress.accept("stopping");
        } else if (questions++ % TASKS_EACH == 0) {
            tell(tasks());
        }
        return Seen.SAME;
    }

    private List<Fields> tasks() throws IOException {
        DaemonClient.Answer answer = daemon.look("/tasks");
        return new Fields(Administration.object(answer.body()).orElseGet(JsonObject::new)).objects("tasks");
    }

    private void tell(List<Fields> tasks) {
        progress.accept(tasks.isEmpty()
                ? "stopping"
                : "waiting for " + Units.count(tasks.size(), "task") + ": "
                        + tasks.stream().limit(MOST_NAMES).map(StopWatch::words).collect(Collectors.joining(", "))
                        + (tasks.size() > MOST_NAMES ? ", ..." : ""));
    }

    private static String words(Fields task) {
        return task.text("name").orElse("?") + " ("
                + (task.has("percent") ? task.number("percent") + " %, " : "")
                + Units.span(task.seconds("age_seconds")) + ")";
    }
}
