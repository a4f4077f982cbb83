package vpo.systemd.internal;

import java.time.Duration;

import vpo.lifecycle.DaemonState;
import vpo.systemd.Notification;

/**
 * Decides what the service manager is to be told, from one look at the daemon to the next: each edge once, the words when
 * they differ. On one thread.
 */
final class Reporter {
    /** How much later than the drain's deadline everything has ended: what the launcher allows for it. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(5);

    private final Duration between;
    private boolean ready;
    private boolean stopping;
    private String said = "";

    /**
     * @param between two looks; what a look asks for lasts until some more of them are due
     */
    Reporter(Duration between) {
        this.between = between;
    }

    /** Whether it was told that the start is over. */
    boolean isReady() {
        return ready;
    }

    /** What is new. */
    Notification look(Snapshot now) {
        Notification news = Notification.NONE;
        boolean isStopping = now.state().compareTo(DaemonState.SHUTTING_DOWN) >= 0;
        if (isStopping && !stopping) {
            stopping = true;
            news = news.stopping();
        }
        if (now.state() == DaemonState.RUNNING && !ready) {
            ready = true;
            news = news.ready();
        }
        news = news.and(moreTime(now, isStopping));
        String text = StatusText.of(now);
        if (!text.equals(said)) {
            said = text;
            news = news.status(text);
        }
        return news;
    }

    private Notification moreTime(Snapshot now, boolean isStopping) {
        // Long enough for some looks to be late, and never past the limit that the daemon has itself.
        Duration enough = between.multipliedBy(10);
        Duration own = isStopping
                ? now.untilDeadline().orElse(Duration.ZERO).plus(AFTER_DEADLINE)
                : now.startLeft();
        boolean isUnderWay = isStopping || !ready;
        return isUnderWay && own.isPositive()
                ? Notification.NONE.extendTimeout(own.compareTo(enough) < 0 ? own : enough)
                : Notification.NONE;
    }
}
