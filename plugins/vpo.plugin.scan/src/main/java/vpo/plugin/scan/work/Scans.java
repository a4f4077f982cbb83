package vpo.plugin.scan.work;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.event.PluginEvent;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.ScanJobs;
import vpo.plugin.scan.library.Summary;

/** The scans of this process: starts them, knows those that run, and ends them. Any thread may call anything. */
public final class Scans implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scans.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    /** For scans to end when the plugin does; the daemon's own stop has cancelled them before. */
    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private final Tasks tasks;
    private final DataSource library;
    private final DataSource reader;
    private final Consumer<PluginEvent> events;
    private final InstantSource clock;
    private final DeadScans dead;
    private final long pid = ProcessHandle.current().pid();
    private final Map<String, RunningScan> running = new ConcurrentHashMap<>();
    /** Of this process, that have ended, though the library says that they run. */
    private final Set<String> unrecorded = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /**
     * @param library to write to; not asked for a connection before there is something to write
     * @param reader of the same library, whose connections change nothing
     * @param events is told of every scanned file, on the scan's thread, once it is recorded
     */
    public Scans(Tasks tasks, DataSource library, DataSource reader, Consumer<PluginEvent> events,
            InstantSource clock) {
        this(tasks, library, reader, events, clock, DeadScans.ofThisMachine());
    }

    Scans(Tasks tasks, DataSource library, DataSource reader, Consumer<PluginEvent> events, InstantSource clock,
            DeadScans dead) {
        this.tasks = tasks;
        this.library = library;
        this.reader = reader;
        this.events = events;
        this.clock = clock;
        this.dead = dead;
    }

    /**
     * Starts a scan, which goes on by itself.
     *
     * @return its id
     * @throws OverlapException if a running scan goes through one of the folders
     * @throws TaskRefusedException if the daemon is stopping, or the plugin is
     * @throws SQLException if the library cannot be written
     */
    public synchronized String start(ScanRequest request, Settings settings)
            throws OverlapException, TaskRefusedException, SQLException {
        if (closed) {
            throw new TaskRefusedException("scan of " + request.label() + ": refused, because the plugin is stopping");
        }
        for (RunningScan other : running.values()) {
            if (other.scan().request().overlaps(request)) {
                throw new OverlapException(other.scan().id(), other.scan().request().label());
            }
        }
        // The library is written to now anyway: a chance for what other processes, or a full disk, have left since.
        sweep();
        Scan scan = new Scan(UUID.randomUUID().toString(), request, settings, clock);
        Task task = tasks.begin("scan of " + request.label());
        try (Connection connection = library.getConnection()) {
            new ScanJobs(connection, pid).begin(scan.id(), request.label(), request.options(), clock.instant());
            RunningScan started = new RunningScan(scan, task, library, pid, clock, events, HEARTBEAT,
                    () -> running.remove(scan.id()), unrecorded::add);
            running.put(scan.id(), started);
            started.start();
            return scan.id();
        } catch (SQLException | RuntimeException | Error e) {
            running.remove(scan.id());
            task.close();
            throw e;
        }
    }

    /** What a running scan of this process has done so far; empty if it does not run here. */
    public Optional<Summary> progress(String id) {
        return Optional.ofNullable(running.get(id)).map(each -> each.scan().summary());
    }

    /** The newest scans, of any process. */
    public List<ScanJob> newest(int limit) throws SQLException {
        return ask(jobs -> jobs.newest(limit)).stream().map(this::asItIs).toList();
    }

    /** One scan, of any process. */
    public Optional<ScanJob> find(String id) throws SQLException {
        return ask(jobs -> jobs.find(id)).map(this::asItIs);
    }

    private ScanJob asItIs(ScanJob job) {
        return job.status().equals("running") && unrecorded.contains(job.id())
                ? job.failed("its end could not be recorded; the daemon's log says why, and how it ended")
                : job;
    }

    /** When the last completed scan of exactly the same folders began. */
    public Optional<Instant> lastCompleted(ScanRequest request) throws SQLException {
        return ask(jobs -> jobs.lastCompleted(request.label()));
    }

    private interface Question<T> {
        T of(ScanJobs jobs) throws SQLException;
    }

    private <T> T ask(Question<T> question) throws SQLException {
        try (Connection connection = reader.getConnection()) {
            return question.of(new ScanJobs(connection, pid));
        }
    }

    /**
     * Ends scans in the library whose process died in the middle of them. If there are none, nothing is written: a mere
     * start leaves the library as it is.
     */
    public synchronized void sweep() throws SQLException {
        Instant now = clock.instant();
        Map<ScanJobs.Running, String> abandoned = new LinkedHashMap<>();
        for (ScanJobs.Running scan : ask(ScanJobs::running)) {
            verdict(scan, now).ifPresent(reason -> abandoned.put(scan, reason));
        }
        if (abandoned.isEmpty()) {
            return;
        }
        try (Connection connection = library.getConnection()) {
            ScanJobs jobs = new ScanJobs(connection, pid);
            for (Map.Entry<ScanJobs.Running, String> each : abandoned.entrySet()) {
                jobs.abandon(each.getKey(), each.getValue(), now);
                log.atWarn().addKeyValue("job_id", each.getKey().id()).log("Scan {} is marked as failed: {}",
                        each.getKey().id(), each.getValue());
            }
        }
    }

    private Optional<String> verdict(ScanJobs.Running scan, Instant now) {
        if (running.containsKey(scan.id())) {
            return Optional.empty();
        }
        return scan.pid().filter(own -> own == pid)
                .map(_ -> "the scan was abandoned: nobody in this process knows of it")
                .or(() -> dead.verdict(scan, now));
    }

    /** Takes no more scans, cancels those that run, and waits a moment for them. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<RunningScan> left = List.copyOf(running.values());
        for (RunningScan each : left) {
            each.cancel("the scan plugin is stopped");
        }
        long deadline = System.nanoTime() + END_WAIT.toNanos();
        for (RunningScan each : left) {
            if (!each.ended(Duration.ofNanos(deadline - System.nanoTime()))) {
                log.atWarn().addKeyValue("job_id", each.scan().id()).log("Scan {} did not end, and is given up",
                        each.scan().id());
            }
        }
    }
}
