package vpo.plugin.scan.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the next scan of a schedule is due, by a clock that may be set, and may have slept. For one thread. */
public final class Agenda {
    private final Schedule schedule;
    private Instant due;

    /**
     * @param last when the last complete scan of the same folders began; empty if there was none
     * @param now the present
     */
    public Agenda(Schedule schedule, Optional<Instant> last, Instant now) {
        this.schedule = schedule;
        this.due = schedule.first(last, now);
    }

    /** Whether to scan now. If so, the next one is planned. */
    public boolean isDue(Instant now) {
        // Sooner than planned only if the clock was set back.
        Instant next = schedule.next(now);
        if (!due.isAfter(now)) {
            due = next;
            return true;
        }
        due = next.isBefore(due) ? next : due;
        return false;
    }

    /** How long until it is due. */
    public Duration left(Instant now) {
        return Duration.between(now, due);
    }
}
