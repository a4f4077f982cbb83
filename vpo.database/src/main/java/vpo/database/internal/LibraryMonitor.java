package vpo.database.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.database.DatabaseMonitor;
import vpo.database.DatabaseStatus;
import vpo.database.internal.Finding.Kind;
import vpo.database.internal.LibraryFile.Stamp;

/** Looks at the library once a second on a thread of its own, the only one that a file system that hangs can hold. */
final class LibraryMonitor implements DatabaseMonitor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LibraryMonitor.class);

    /** Between the end of one look and the next, in the daemon. */
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** For how long a good look counts: longer than an interval, a lock's wait and a check, and below 5 s. */
    private static final Duration FRESHNESS = Duration.ofSeconds(4);
    private static final Duration LOCK_WAIT = Duration.ofMillis(500);
    /** How long {@link #close()} waits for a look under way. */
    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private final Path path;
    private final LibraryFile library;
    private final CheckPlan plan = new CheckPlan();
    private final StatusJudge judge = new StatusJudge(InstantSource.system(), System::nanoTime, FRESHNESS);
    private final StatusLog statusLog;
    private final ScheduledExecutorService thread;

    /** What the last check of the whole file found: damage counts until a later check finds none. */
    private Finding checked = Finding.USABLE;

    /**
     * Starts watching a library that was just verified.
     *
     * @param interval between the end of one look and the next
     */
    LibraryMonitor(Path path, Schema schema, Duration interval) {
        this.path = path;
        this.library = new LibraryFile(path, schema);
        this.statusLog = new StatusLog(path, judge::status);
        this.thread = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("vpo-database-monitor").daemon().factory());
        this.thread.scheduleWithFixedDelay(this::watchAndGoOn, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public DatabaseStatus status() {
        DatabaseStatus status = judge.status();
        // Here too, and not only after a look: of a look that never returns nobody else would tell.
        statusLog.tell();
        return status;
    }

    /** Ends the watch. It waits only briefly for a look that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("A look at the database {} has not returned; leaving it behind", path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Errors, too, such as that there is no memory left for a while, also not to tell of it: the next look must come. */
    private void watchAndGoOn() {
        try {
            watch();
        } catch (RuntimeException | Error e) {
            judge.bad("check failed");
        }
    }

    private void watch() {
        try {
            judge.begin();
            judge(look());
        } catch (RuntimeException | Error e) {
            judge.bad("check failed");
            log.debug("Looking at the database {} failed", path, e);
        }
        statusLog.tell();
    }

    private void judge(Finding found) {
        switch (found.kind()) {
            case USABLE -> judge.good();
            case LOCKED -> judge.undecided(found.kind().words());
            default -> judge.bad(found.kind().words());
        }
        if (!found.is(Kind.USABLE)) {
            log.debug("The database {}: {} {}", path, found.kind().words(), found.detail());
        }
    }

    private Finding look() {
        Finding seen = library.look(LOCK_WAIT);
        if (!seen.is(Kind.USABLE)) {
            return seen;
        }
        Optional<Stamp> stamp = library.stamp();
        long start = System.nanoTime();
        if (plan.due(stamp, start)) {
            CheckEnd end = new CheckEnd(System::nanoTime, plan.limit(stamp),
                    () -> stamp.filter(library::isReplaced).isPresent());
            Optional<Finding> found = library.check(LOCK_WAIT, () -> thread.isShutdown() || end.getAsBoolean());
            // One that is given up says nothing of the damage of before, but that another file need not have it.
            if (found.isEmpty() && plan.doubts(stamp)) {
                plan.givenUp(start, System.nanoTime());
                return checked;
            }
            Finding now = found.orElse(Finding.USABLE);
            if (!now.is(Kind.USABLE) && !now.is(Kind.DAMAGED)) {
                return now;
            }
            checked = now;
            plan.done(stamp, now.is(Kind.DAMAGED), start, System.nanoTime());
        }
        return checked;
    }
}
