package vpo.systemd.internal;

import java.time.Duration;
import java.util.function.Predicate;

import vpo.lifecycle.DaemonState;
import vpo.systemd.Notification;

/**
 * Decides what the service manager is to be told, from one look at the daemon to the next: each edge once, the words when
 * they differ. What it does not take, as when its queue is full, counts as not told: the next look tells it. One thread
 * at a time.
 */
final class Reporter {
    /** How much later than the drain's deadline everything has ended: what the launcher allows for it. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(5);

    private final Duration between;
    private final Predicate<Notification> tell;
    private boolean ready;
    private boolean stopping;
    private String said = "";
    private boolean reloading;
    /** Of a reload; it is not to be seen by a look at the daemon. */
    private Notification owed = Notification.NONE;

    /**
     * @param between two looks; what a look asks for lasts until some more of them are due
     * @param tell tells the manager, and whether it has taken it
     */
    Reporter(Duration between, Predicate<Notification> tell) {
        this.between = between;
        this.tell = tell;
    }

    /** Tells what is new. */
    void look(Snapshot now) {
        boolean isStopping = now.state().compareTo(DaemonState.SHUTTING_DOWN) >= 0;
        if (isStopping) {
            owed = Notification.NONE;
        }
        if (!pay()) {
            return;
        }
        boolean isReady = ready || now.state() == DaemonState.RUNNING;
        Notification news = Notification.NONE;
        if (isStopping && !stopping) {
            news = news.stopping();
        }
        if (isReady && !ready) {
            news = news.ready();
        }
        if (isStopping || !isReady) {
            news = news.and(moreTime(now, isStopping));
        }
        String text = StatusText.of(now);
        if (!text.equals(said)) {
            news = news.status(text);
        }
        if (tell.test(news)) {
            ready = isReady;
            stopping = isStopping;
            said = text;
        }
    }

    /**
     * A reload begins.
     *
     * @param monotonicMicros when, by CLOCK_MONOTONIC
     */
    void reloading(long monotonicMicros) {
        // Whoever has not said that the start is over must not say that a reload is.
        reloading = ready && !stopping;
        if (reloading) {
            owed = Notification.NONE.reloading(monotonicMicros);
            pay();
        }
    }

    /**
     * The reload is over.
     *
     * @param status what became of it
     */
    void reloaded(String status) {
        if (reloading && !stopping) {
            // Together with its beginning, if that is owed: the manager takes both in one.
            owed = owed.and(Notification.NONE.ready().status(status));
            pay();
        }
        reloading = false;
    }

    private boolean pay() {
        if (tell.test(owed)) {
            owed = Notification.NONE;
            return true;
        }
        return false;
    }

    private Notification moreTime(Snapshot now, boolean isStopping) {
        // Long enough for some looks to be late, and never past the limit that the daemon has itself.
        Duration enough = between.multipliedBy(10);
        Duration own = isStopping
                ? now.untilDeadline().orElse(Duration.ZERO).plus(AFTER_DEADLINE)
                : now.startLeft();
        return own.isPositive()
                ? Notification.NONE.extendTimeout(own.compareTo(enough) < 0 ? own : enough)
                : Notification.NONE;
    }
}
