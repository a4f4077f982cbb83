package vpo.http.internal;

import java.time.Duration;

import vpo.api.task.Tasks;
import vpo.lifecycle.DaemonControl;

/** Waits until the daemon has been idle for long enough, and stops it then. On a thread that may be interrupted. */
final class IdleWatch implements Runnable {
    /** Looks within the limit, so that the end comes not much later than that. */
    private static final int LOOKS = 10;
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(10);

    private final Tasks tasks;
    private final DaemonControl control;
    private final RequestCounts counts;
    private final Duration limit;
    private final String who;

    /**
     * @param limit how long it is idle before it stops
     */
    IdleWatch(Tasks tasks, DaemonControl control, RequestCounts counts, Duration limit) {
        this.tasks = tasks;
        this.control = control;
        this.counts = counts;
        this.limit = limit;
        this.who = "server.idle_exit, as nothing was asked for in " + limit.toMillis() / 1000.0 + " s";
    }

    @Override
    public void run() {
        Duration tenth = limit.dividedBy(LOOKS);
        Duration pause = tenth.compareTo(LEAST_PAUSE) < 0
                ? LEAST_PAUSE
                : tenth.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : tenth;
        Idleness idleness = new Idleness();
        try {
            while (!idleness.lasts(counts.admitted(), counts.isAnybodyThere() || !tasks.inFlight().isEmpty(),
                    System.nanoTime(), limit) || !stops()) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False, too, if there is no thread to be had for the stop, which is no reason never to look again. */
    private boolean stops() {
        try {
            return control.stopIfIdle(who);
        } catch (OutOfMemoryError _) {
            return false;
        }
    }
}
