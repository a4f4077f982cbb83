package vpo.plugin.scan.work;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.plugin.scan.library.ScanJobs;

/** Says now and then that a scan is still running, on a connection of its own, so that nobody takes it for dead. */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("vpo-scan-heartbeat").daemon().factory());

    Heartbeat(DataSource library, long pid, String id, InstantSource clock, Duration interval) {
        thread.scheduleAtFixedRate(() -> {
            try (Connection connection = library.getConnection()) {
                new ScanJobs(connection, pid).beat(id, clock.instant());
            } catch (SQLException | RuntimeException | Error e) {
                // Errors, too: without the next beats somebody would take the scan for dead.
                log.atWarn().addKeyValue("job_id", id).log("The heartbeat of the scan {} could not be written: {}", id,
                        e.getMessage());
            }
        }, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
