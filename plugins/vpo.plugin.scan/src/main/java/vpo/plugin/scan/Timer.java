package vpo.plugin.scan;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import vpo.api.task.TaskRefusedException;
import vpo.plugin.scan.library.Busy;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.work.Agenda;
import vpo.plugin.scan.work.OverlapException;
import vpo.plugin.scan.work.Schedule;
import vpo.plugin.scan.work.ScanRequest;
import vpo.plugin.scan.work.Scans;
import vpo.plugin.scan.work.Settings;

/**
 * Scans all roots now and then. When the last such scan was is asked of the library, so that a daemon that is restarted
 * more often than it is to scan does scan.
 */
final class Timer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Timer.class);
    /** A scan that is overdue at the start lets the daemon come up first. */
    private static final Duration START = Duration.ofSeconds(10);
    /** Between two looks at the clock: what waits does not see it set, nor the machine asleep. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    /** To the next try of a scan that was put off: nobody tells when the daemon takes work, or the library is free. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Scans scans;
    private final InstantSource clock;
    private final Duration start;
    private final Duration look;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("vpo-scan-schedule").daemon().factory());
    private Future<?> next;
    private Settings current;
    /** Whether one is due that was refused. Survives new settings: a reload is no reason to leave it out. */
    private volatile boolean putOff;

    Timer(Scans scans, InstantSource clock) {
        this(scans, clock, START, LOOK);
    }

    /**
     * @param start how long to wait before the first look
     * @param look how long at most between two looks
     */
    Timer(Scans scans, InstantSource clock, Duration start, Duration look) {
        this.scans = scans;
        this.clock = clock;
        this.start = start;
        this.look = look;
    }

    /** Goes by these settings from now on. */
    synchronized void set(Settings settings) {
        current = settings;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (settings.schedule().isPresent() && !settings.roots().isEmpty()) {
            Instant now = clock.instant();
            after(start, settings, () -> begin(settings.schedule().get(), settings, now));
        } else {
            putOff = false;
        }
    }

    private synchronized void after(Duration delay, Settings settings, Runnable step) {
        if (current == settings && !thread.isShutdown()) {
            next = thread.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void begin(Schedule schedule, Settings settings, Instant now) {
        ScanRequest request;
        Agenda agenda;
        try {
            // Not before: it looks at the roots, and whoever gives the settings is not to wait for a file server.
            request = new ScanRequest(settings.roots(), ScanOptions.INCREMENTAL);
            agenda = new Agenda(schedule, last(request, now), now);
        } catch (RuntimeException | Error e) {
            // First: to log takes memory, too.
            after(look, settings, () -> begin(schedule, settings, now));
            log.error("The schedule of scans cannot begin, which is tried again: {}", e.toString());
            return;
        }
        // Not within that: it plans the next look itself, whatever it throws.
        look(agenda, request, settings);
    }

    private Optional<Instant> last(ScanRequest request, Instant now) {
        try {
            return scans.lastCompleted(request);
        } catch (SQLException | RuntimeException | Error e) {
            log.warn("When the last scan was cannot be told, and it is taken for recent: {}", e.getMessage());
            return Optional.of(now);
        }
    }

    private void look(Agenda agenda, ScanRequest request, Settings settings) {
        Duration left = look;
        try {
            boolean due = agenda.isDue(clock.instant());
            if (due || putOff) {
                scan(request, settings);
            }
            left = putOff ? AGAIN : agenda.left(clock.instant());
            log.debug("The next scan of all roots is in {}", left);
        } catch (RuntimeException | Error e) {
            // Nobody else would ever be told.
            log.error("A look at the schedule of scans has failed, the next one follows: {}", e.toString());
        } finally {
            after(left.compareTo(look) < 0 ? left : look, settings, () -> look(agenda, request, settings));
        }
    }

    private void scan(ScanRequest request, Settings settings) {
        try {
            scans.start(request, settings);
            putOff = false;
        } catch (OverlapException e) {
            putOff = false;
            log.info("The scheduled scan is left out: {}", e.getMessage());
        } catch (TaskRefusedException e) {
            log.atLevel(putOff ? Level.DEBUG : Level.INFO).log("The scheduled scan is put off: {}", e.getMessage());
            putOff = true;
        } catch (SQLException e) {
            if (Busy.isWhy(e)) {
                log.atLevel(putOff ? Level.DEBUG : Level.WARN).log("The scheduled scan is put off until the library is"
                        + " free, which another process keeps locked; see that this one comes to its end: {}",
                        e.getMessage());
                putOff = true;
            } else {
                leaveOut(e);
            }
        } catch (RuntimeException | Error e) {
            // Errors, too: those that come later are not to be lost with this one.
            leaveOut(e);
        }
    }

    private void leaveOut(Throwable why) {
        putOff = false;
        log.error("The scheduled scan could not be started: {}", why.getMessage());
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
