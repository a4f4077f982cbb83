package vpo.plugin.scan.library;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonObject;

/**
 * The rows of type {@code scan} in the table {@code jobs}. Each method is one statement, and so one transaction unless
 * the caller has begun one.
 *
 * @param connection for one thread
 * @param pid of this process: it changes running scans of its own only
 */
public record ScanJobs(Connection connection, long pid) {
    private static final String COLUMNS = """
            SELECT id, file_path, status, progress_percent, created_at, started_at, completed_at, error_message,
                policy_json, summary_json FROM jobs WHERE job_type = 'scan'""";
    private static final String OWN = " WHERE id = ? AND status = 'running' AND worker_pid = ?";

    /** How a scan ended. */
    public enum End {
        /** It went through all that it was to. */
        COMPLETED,
        /** It could not go on. */
        FAILED,
        /** It was told to end. */
        CANCELLED
    }

    /**
     * A scan that the table says is running.
     *
     * @param id UUID
     * @param pid of the process that it ran in; empty if unknown
     * @param heartbeat when that process last said so; empty if it never did
     * @param createdAt when it was asked for
     */
    public record Running(String id, Optional<Long> pid, Optional<Instant> heartbeat, Optional<Instant> createdAt) {}

    /** Adds a scan that is running in this process from now on. */
    public void begin(String id, String path, ScanOptions options, Instant now) throws SQLException {
        JsonObject policy = new JsonObject();
        policy.addProperty("incremental", !options.full());
        policy.addProperty("prune", options.prune());
        policy.addProperty("verify_hash", options.verifyHash());
        String time = Timestamps.text(now);
        update("""
                INSERT INTO jobs (id, file_path, job_type, status, policy_json, created_at, started_at, worker_pid,
                    worker_heartbeat) VALUES (?, ?, 'scan', 'running', ?, ?, ?, ?, ?)""",
                id, path, policy.toString(), time, time, pid, time);
    }

    /** Says that this process is still at it. */
    public void beat(String id, Instant now) throws SQLException {
        update("UPDATE jobs SET worker_heartbeat = ?" + OWN, Timestamps.text(now), id, pid);
    }

    /** Says how far it is, 0 to 100. */
    public void progress(String id, double percent) throws SQLException {
        update("UPDATE jobs SET progress_percent = ?" + OWN, percent, id, pid);
    }

    /**
     * Ends a running scan of this process.
     *
     * @param error why, or of a completed one, what could not be scanned or read; empty if all could
     */
    public void end(String id, End end, Optional<String> error, Summary summary, Instant now) throws SQLException {
        JsonObject json = new JsonObject();
        json.addProperty("total_discovered", summary.discovered());
        json.addProperty("scanned", summary.scanned());
        json.addProperty("skipped", summary.skipped());
        json.addProperty("added", summary.added());
        json.addProperty("removed", summary.removed());
        json.addProperty("errors", summary.errors());
        update("""
                UPDATE jobs SET status = ?, completed_at = ?, error_message = ?, summary_json = ?, progress_percent = ?,
                    worker_pid = NULL, worker_heartbeat = NULL""" + OWN,
                status(end), Timestamps.text(now), error.orElse(null), json.toString(),
                end == End.COMPLETED ? 100.0 : summary.percent(), id, pid);
    }

    /** All that are said to be running, in whatever process. */
    public List<Running> running() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, worker_pid, worker_heartbeat, created_at FROM jobs
                WHERE job_type = 'scan' AND status = 'running'""");
                ResultSet row = select.executeQuery()) {
            List<Running> running = new ArrayList<>();
            while (row.next()) {
                long worker = row.getLong(2);
                Optional<Long> known = row.wasNull() ? Optional.empty() : Optional.of(worker);
                running.add(new Running(row.getString(1), known,
                        Optional.ofNullable(row.getString(3)).flatMap(Timestamps::parse),
                        Timestamps.parse(row.getString(4))));
            }
            return running;
        }
    }

    /** Ends a running scan whose process does not: nobody else will. */
    public void abandon(Running scan, String reason, Instant now) throws SQLException {
        update("""
                UPDATE jobs SET status = 'failed', completed_at = ?, error_message = ?, worker_pid = NULL,
                    worker_heartbeat = NULL WHERE id = ? AND status = 'running' AND worker_pid IS ?""",
                Timestamps.text(now), reason, scan.id(), scan.pid().orElse(null));
    }

    /** The newest ones first. */
    public List<ScanJob> newest(int limit) throws SQLException {
        return select(COLUMNS + " ORDER BY created_at DESC, id LIMIT ?", limit);
    }

    /** One of them. */
    public Optional<ScanJob> find(String id) throws SQLException {
        return select(COLUMNS + " AND id = ?", id).stream().findFirst();
    }

    /** When the last scan of exactly these folders that was completed had been asked for. */
    public Optional<Instant> lastCompleted(String path) throws SQLException {
        return select(COLUMNS + " AND status = 'completed' AND file_path = ? ORDER BY created_at DESC LIMIT 1", path)
                .stream().findFirst().flatMap(job -> Timestamps.parse(job.createdAt()));
    }

    private List<ScanJob> select(String sql, Object parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setObject(1, parameter);
            List<ScanJob> jobs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    jobs.add(new ScanJob(row.getString(1), row.getString(2), row.getString(3), row.getDouble(4),
                            row.getString(5), optional(row, 6), optional(row, 7), optional(row, 8), optional(row, 9),
                            optional(row, 10)));
                }
            }
            return jobs;
        }
    }

    private static Optional<String> optional(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static String status(End end) {
        return switch (end) {
            case COMPLETED -> "completed";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }

    private void update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setObject(i + 1, parameters[i]);
            }
            update.executeUpdate();
        }
    }
}
