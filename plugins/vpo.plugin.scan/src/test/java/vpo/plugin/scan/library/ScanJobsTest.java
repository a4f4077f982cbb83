package vpo.plugin.scan.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.database.internal.Libraries;
import vpo.plugin.scan.Rows;

class ScanJobsTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:45:23.5Z");
    private static final Summary SUMMARY = new Summary(6, 3, 1, 2, 5, 4);

    @TempDir
    private Path folder;
    private DataSource library;
    private Connection connection;
    private ScanJobs jobs;

    @BeforeEach
    void open() throws SQLException {
        library = Libraries.create(folder.resolve("library.db"));
        connection = library.getConnection();
        jobs = new ScanJobs(connection, 42);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private String row(String columns) {
        List<String> rows = Rows.of(library, "SELECT " + columns + " FROM jobs");
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void writeTheColumnsOfARunningScan() throws SQLException {
        jobs.begin("id-1", "/m", new ScanOptions(false, true, false), NOW);
        assertThat(row("*")).isEqualTo("id-1|null|/m|scan|running|100|null|"
                + "{\"incremental\":true,\"prune\":true,\"verify_hash\":false}|0.0|null|"
                + "2025-11-23T12:45:23.500000+00:00|"
                + "2025-11-23T12:45:23.500000+00:00|null|42|2025-11-23T12:45:23.500000+00:00|null|null|null|null|null");
        jobs.beat("id-1", NOW.plusSeconds(30));
        jobs.progress("id-1", 12.5);
        assertThat(row("worker_heartbeat, progress_percent")).isEqualTo("2025-11-23T12:45:53.500000+00:00|12.5");
    }

    @Test
    void writeTheEnd() throws SQLException {
        jobs.begin("id-1", "/m", ScanOptions.INCREMENTAL, NOW);
        jobs.end("id-1", ScanJobs.End.COMPLETED, Optional.empty(), SUMMARY, NOW.plusSeconds(1));
        assertThat(row(
                "status, completed_at, progress_percent, worker_pid, worker_heartbeat, error_message, summary_json"))
                .isEqualTo("completed|2025-11-23T12:45:24.500000+00:00|100.0|null|null|null|{\"total_discovered\":6,"
                        + "\"scanned\":3,\"skipped\":1,\"added\":2,\"removed\":5,\"errors\":4}");
    }

    @Test
    void leaveOtherProcessesAndOtherStatesAlone() throws SQLException {
        jobs.begin("id-1", "/m", ScanOptions.INCREMENTAL, NOW);
        ScanJobs other = new ScanJobs(connection, 43);
        other.beat("id-1", NOW.plusSeconds(30));
        other.progress("id-1", 50);
        other.end("id-1", ScanJobs.End.FAILED, Optional.of("x"), SUMMARY, NOW);
        assertThat(row("status, progress_percent, worker_heartbeat"))
                .isEqualTo("running|0.0|2025-11-23T12:45:23.500000+00:00");
        jobs.end("id-1", ScanJobs.End.CANCELLED, Optional.of("told to"), SUMMARY, NOW);
        jobs.end("id-1", ScanJobs.End.COMPLETED, Optional.empty(), SUMMARY, NOW);
        assertThat(row("status, error_message")).isEqualTo("cancelled|told to");
    }

    @Test
    void areFound() throws SQLException {
        jobs.begin("id-1", "/m", ScanOptions.INCREMENTAL, NOW);
        jobs.begin("id-2", "/n", ScanOptions.INCREMENTAL, NOW.plusSeconds(1));
        Rows.run(library,
                "INSERT INTO jobs (id, file_path, job_type, status, created_at) VALUES ('t', '/m', 'transcode',"
                        + " 'running', '2025-11-23T12:45:23+00:00')");
        assertThat(jobs.newest(9)).extracting(ScanJob::id).containsExactly("id-2", "id-1");
        assertThat(jobs.newest(1)).extracting(ScanJob::id).containsExactly("id-2");
        assertThat(jobs.find("id-1")).map(ScanJob::path).contains("/m");
        assertThat(jobs.find("t")).isEmpty();
        assertThat(jobs.running()).containsExactlyInAnyOrder(
                new ScanJobs.Running("id-1", Optional.of(42L), Optional.of(NOW), Optional.of(NOW)),
                new ScanJobs.Running("id-2", Optional.of(42L), Optional.of(NOW.plusSeconds(1)),
                        Optional.of(NOW.plusSeconds(1))));
        assertThat(jobs.lastCompleted("/m")).isEmpty();
        jobs.end("id-1", ScanJobs.End.COMPLETED, Optional.empty(), SUMMARY, NOW);
        assertThat(jobs.lastCompleted("/m")).contains(NOW);
        assertThat(jobs.lastCompleted("/n")).isEmpty();
    }

    @Test
    void abandonWhatNobodyHasTaken() throws SQLException {
        Rows.run(library, "INSERT INTO jobs (id, file_path, job_type, status, created_at) VALUES ('old', '/m', 'scan',"
                + " 'running', '2025-11-23T12:45:23+00:00')");
        ScanJobs.Running old = jobs.running().getFirst();
        assertThat(old.pid()).isEmpty();
        jobs.abandon(old, "dead", NOW);
        assertThat(row("status, error_message, completed_at"))
                .isEqualTo("failed|dead|2025-11-23T12:45:23.500000+00:00");
    }
}
