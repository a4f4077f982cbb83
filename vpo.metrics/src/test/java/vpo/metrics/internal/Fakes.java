package vpo.metrics.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.database.DatabaseStatus;
import vpo.http.RequestStatistics;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;
import vpo.plugins.PluginAdministration;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;
import vpo.plugins.PluginSummary;

/** A daemon that is at two tasks, one of which was asked to end. */
final class Fakes {
    static final Instant STARTED = Instant.parse("2026-11-24T08:00:00Z");

    private Fakes() {}

    /** All of its parts but the scans. */
    static List<MetricSource> sources() {
        return List.of(new DaemonMetrics(new Running(), "1.2.3"), new RequestMetrics(new Requests()),
                new TaskMetrics(new Busy()), new PluginMetrics(new Plugins()),
                new DatabaseMetrics(() -> new DatabaseStatus(true, "usable", STARTED)), new JvmMetrics());
    }

    /** The columns of the table that matter here. */
    static void scan(Connection library, String id, Map<String, Object> values) throws SQLException {
        try (var insert = library.prepareStatement("INSERT INTO jobs (id, file_path, job_type, status, created_at,"
                + " started_at, completed_at, summary_json) VALUES (?, '/srv', ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id);
            insert.setObject(2, values.getOrDefault("job_type", "scan"));
            insert.setObject(3, values.get("status"));
            insert.setObject(4, "2026-11-24T08:00:00+00:00");
            insert.setObject(5, values.get("started_at"));
            insert.setObject(6, values.get("completed_at"));
            insert.setObject(7, values.get("summary_json"));
            insert.executeUpdate();
        }
    }

    private record Running() implements Lifecycle {
        @Override
        public DaemonState state() {
            return DaemonState.RUNNING;
        }

        @Override
        public ShutdownState shutdown() {
            return ShutdownState.NONE;
        }

        @Override
        public Optional<Duration> untilDeadline() {
            return Optional.empty();
        }

        @Override
        public Duration uptime() {
            return Duration.ofMillis(61_500);
        }

        @Override
        public Instant startedAt() {
            return STARTED;
        }
    }

    private record Requests() implements RequestStatistics {
        @Override
        public long total() {
            return 42;
        }

        @Override
        public int inFlight() {
            return 3;
        }

        @Override
        public long refused() {
            return 4;
        }

        @Override
        public long answered(int statusClass) {
            return statusClass == 2 ? 30 : 0;
        }
    }

    private record Busy() implements DaemonControl {
        @Override
        public boolean isDraining() {
            return true;
        }

        @Override
        public boolean stopsWhenIdle() {
            return false;
        }

        @Override
        public void drain(String who) {}

        @Override
        public boolean resume(String who) {
            return true;
        }

        @Override
        public void stop(String who) {}

        @Override
        public void stopWhenIdle(String who) {}

        @Override
        public boolean stopIfIdle(String who) {
            return false;
        }

        @Override
        public List<RunningTask> tasks() {
            return List.of(new RunningTask(1, task(Duration.ofSeconds(90), true)),
                    new RunningTask(2, task(Duration.ofSeconds(5), false)));
        }

        private static TaskInfo task(Duration age, boolean cancelled) {
            return new TaskInfo("scan", STARTED, age, OptionalDouble.empty(), "", cancelled);
        }

        @Override
        public long refusedTasks() {
            return 5;
        }

        @Override
        public long cancelledTasks() {
            return 6;
        }

        @Override
        public boolean cancel(long id, String reason) {
            return false;
        }

        @Override
        public Task beginAdministration(String name) {
            throw new UnsupportedOperationException();
        }
    }

    private record Plugins() implements PluginAdministration {
        @Override
        public PluginSummary summary() {
            return new PluginSummary(true, false, List.of("scan 0.1.0", "hello 0.1.0"), List.of("a line"), List.of());
        }

        @Override
        public PluginAnswer perform(PluginRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
