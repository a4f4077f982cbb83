package vpo.plugin.scan.work;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import vpo.api.event.PluginEvent;
import vpo.api.task.Task;
import vpo.plugin.scan.library.ScanJobs;
import vpo.plugin.scan.library.ScanJobs.End;
import vpo.plugin.scan.library.Summary;
import vpo.plugin.scan.media.ToolException;

/**
 * A scan on a thread of its own, from the row that says so to the row that says how it ended, and then the end of its
 * task.
 */
final class RunningScan {
    private static final Logger log = LoggerFactory.getLogger(RunningScan.class);
    /** To record the end; a try waits for a locked library by itself. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AFTER_CANCEL = Duration.ofSeconds(3);
    /** SQLite's codes for what no waiting mends: an error in SQL, read-only, damaged, against a rule, no database. */
    private static final Set<Integer> HOPELESS = Set.of(1, 8, 11, 19, 26);
    /** Of SQLite's extended codes. */
    private static final int PRIMARY = 0xff;

    private final Scan scan;
    private final Task task;
    private final DataSource library;
    private final long pid;
    private final InstantSource clock;
    private final Consumer<PluginEvent> events;
    private final Runnable atEnd;
    private final Consumer<String> unrecorded;
    private final AtomicReference<String> cancelReason = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration heartbeat;
    private final Thread thread;

    /** The end of a scan, with its reason unless all went well. */
    private record Ending(End end, Optional<String> error) {}

    /**
     * @param task is closed when the scan has ended
     * @param heartbeat how often it says that it is still running
     * @param atEnd called before the task is closed
     * @param unrecorded is told the id if its end will not be recorded
     */
    RunningScan(Scan scan, Task task, DataSource library, long pid, InstantSource clock, Consumer<PluginEvent> events,
            Duration heartbeat, Runnable atEnd, Consumer<String> unrecorded) {
        this.scan = scan;
        this.task = task;
        this.library = library;
        this.pid = pid;
        this.clock = clock;
        this.events = events;
        this.heartbeat = heartbeat;
        this.atEnd = atEnd;
        this.unrecorded = unrecorded;
        // No virtual thread: SQLite waits for locks in native code, and would keep a carrier from all others.
        this.thread = Thread.ofPlatform().name("vpo-scan").daemon().unstarted(this::run);
    }

    Scan scan() {
        return scan;
    }

    void start() {
        task.runOn(thread);
        thread.start();
    }

    /** Asks it to end. */
    void cancel(String reason) {
        if (cancelReason.compareAndSet(null, reason)) {
            thread.interrupt();
        }
    }

    /** Waits for its end. */
    boolean ended(Duration patience) {
        try {
            return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        try (task; var _ = MDC.putCloseable("task", task.name()); var _ = MDC.putCloseable("job_id", scan.id())) {
            log.info("Scan {} of {} begins", scan.id(), scan.request().label());
            try (Heartbeat _ = new Heartbeat(library, pid, scan.id(), clock, heartbeat)) {
                end(perform());
            } finally {
                atEnd.run();
            }
        } finally {
            ended.countDown();
        }
    }

    private Ending perform() {
        try (Connection connection = library.getConnection()) {
            scan.perform(task, new Writer(connection, pid, clock, events));
            return new Ending(scan.failed() ? End.FAILED : End.COMPLETED, scan.problems());
        } catch (InterruptedException e) {
            log.debug("Scan {} was interrupted", scan.id(), e);
            return new Ending(End.CANCELLED, Optional.of(
                    task.cancelReason().or(() -> Optional.ofNullable(cancelReason.get()))
                            .orElse("it was interrupted")));
        } catch (ToolException | SQLException e) {
            log.debug("Scan {} failed", scan.id(), e);
            return new Ending(End.FAILED, Optional.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            log.error("Scan {} failed by a defect", scan.id(), e);
            return new Ending(End.FAILED, Optional.of("a defect of the scan: " + e));
        }
    }

    private void end(Ending ending) {
        Summary summary = scan.summary();
        Instant now = clock.instant();
        Optional<SQLException> failure = record(ending, summary, now);
        tell(ending, summary);
        failure.ifPresent(first -> recordLater(first, ending, summary, now));
    }

    private void tell(Ending ending, Summary summary) {
        String result = "%s found, %d scanned, %d added, %d gone, %s".formatted(
                counted(summary.discovered(), "file"), summary.scanned(), summary.added(), summary.removed(),
                counted(summary.errors(), "error"));
        switch (ending.end) {
            case COMPLETED -> log.info("Scan {} of {} is complete: {}", scan.id(), scan.request().label(), result);
            case CANCELLED -> log.warn("Scan {} of {} was cancelled: {}; {}", scan.id(), scan.request().label(),
                    ending.error.orElse(""), result);
            case FAILED -> log.error("Scan {} of {} failed: {}; {}", scan.id(), scan.request().label(),
                    ending.error.orElse(""), result);
        }
    }

    private Optional<SQLException> record(Ending ending, Summary summary, Instant now) {
        try (Connection connection = library.getConnection()) {
            new ScanJobs(connection, pid).end(scan.id(), ending.end, ending.error, summary, now);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    /**
     * Again and again: the row would say for ever that it runs, to whoever waits for its end. Whoever cancels the scan
     * waits for a moment only, and whoever stops the plugin not at all.
     */
    private void recordLater(SQLException first, Ending ending, Summary summary, Instant now) {
        log.warn("The end of scan {} cannot be recorded yet, which is tried again and again: {}", scan.id(),
                first.getMessage());
        task.progress(summary.percent(), "has ended, and waits for the library to record that");
        long cancelled = 0;
        Optional<SQLException> failure = Optional.of(first);
        while (failure.isPresent()) {
            if (cancelReason.get() != null || HOPELESS.contains(failure.get().getErrorCode() & PRIMARY)
                    || cancelled != 0 && System.nanoTime() - cancelled > PATIENCE_AFTER_CANCEL.toNanos()) {
                log.error("The end of scan {} could not be recorded: {}", scan.id(), failure.get().getMessage());
                unrecorded.accept(scan.id());
                return;
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                log.debug("The end of scan {} is not waited for much longer", scan.id(), e);
            }
            if (cancelled == 0 && task.isCancelled()) {
                cancelled = System.nanoTime() | 1;
            }
            failure = record(ending, summary, now);
        }
        log.info("The end of scan {} is recorded", scan.id());
    }

    static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
