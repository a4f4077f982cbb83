package vpo.plugin.scan;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.TaskRefusedException;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.work.OverlapException;
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
    private static final Duration LEAST = Duration.ofSeconds(10);

    private final Scans scans;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("vpo-scan-schedule").daemon().factory());
    private Settings current;
    private Future<?> next;

    Timer(Scans scans, InstantSource clock) {
        this.scans = scans;
        this.clock = clock;
    }

    /** Goes by these settings from now on. */
    synchronized void set(Settings settings) {
        current = settings;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (settings.interval().isPresent() && !settings.roots().isEmpty()) {
            plan(settings, untilDue(settings));
        }
    }

    private synchronized void plan(Settings settings, Duration delay) {
        if (current == settings && !thread.isShutdown()) {
            log.debug("The next scan of all roots is in {}", delay);
            next = thread.schedule(() -> scan(settings), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration untilDue(Settings settings) {
        try {
            Duration interval = settings.interval().orElseThrow();
            Instant last = scans.lastCompleted(request(settings)).orElse(Instant.EPOCH);
            Duration left = Duration.between(clock.instant(), last.plus(interval));
            // Longer than the interval if the clock was set back.
            return left.compareTo(LEAST) < 0 ? LEAST : left.compareTo(interval) > 0 ? interval : left;
        } catch (SQLException e) {
            log.warn("When the last scan was cannot be told: {}", e.getMessage());
            return settings.interval().orElseThrow();
        }
    }

    private void scan(Settings settings) {
        try {
            scans.start(request(settings), settings);
        } catch (OverlapException e) {
            log.info("The scheduled scan is left out: {}", e.getMessage());
        } catch (TaskRefusedException e) {
            log.debug("No scheduled scan", e);
        } catch (SQLException | RuntimeException e) {
            log.error("The scheduled scan could not be started: {}", e.getMessage());
        }
        plan(settings, settings.interval().orElseThrow());
    }

    private static ScanRequest request(Settings settings) {
        return new ScanRequest(settings.roots(), ScanOptions.INCREMENTAL);
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}
