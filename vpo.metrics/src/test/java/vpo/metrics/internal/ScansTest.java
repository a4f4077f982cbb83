package vpo.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vpo.database.DatabaseMonitor;

class ScansTest {
    private Connection library;

    @BeforeEach
    void create() throws SQLException, IOException {
        library = library();
    }

    @AfterEach
    void close() throws SQLException {
        library.close();
    }

    /** In memory, with the daemon's own schema. */
    static Connection library() throws SQLException, IOException {
        Connection made = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (InputStream in = DatabaseMonitor.class.getResourceAsStream("internal/schema-v7.sql");
                Statement statement = made.createStatement()) {
            statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        return made;
    }

    @Test
    void anEmptyLibraryHasNone() throws SQLException {
        Scans scans = Scans.read(library);

        assertThat(scans.byStatus()).containsOnlyKeys("queued", "running", "completed", "failed", "cancelled")
                .allSatisfy((_, count) -> assertThat(count).isZero());
        assertThat(scans.last()).isEmpty();
        assertThat(scans.lastSuccess()).isEmpty();
    }

    @Test
    void tellsTheLastOneAndTheLastThatWasCompleted() throws SQLException {
        Fakes.scan(library, "a", Map.of("status", "completed", "started_at", "2026-11-24T09:00:00+00:00",
                "completed_at", "2026-11-24T09:00:10.500000+00:00", "summary_json",
                "{\"total_discovered\": 7, \"scanned\": 5, \"skipped\": 2, \"added\": 1, \"removed\": 0, \"errors\": 0}"));
        Fakes.scan(library, "b", Map.of("status", "failed", "started_at", "2026-11-24T10:00:00+00:00", "completed_at",
                "2026-11-24T10:00:03+00:00", "summary_json", "{\"total_discovered\": 9}"));
        Fakes.scan(library, "c", Map.of("status", "running", "started_at", "2026-11-24T11:00:00+00:00"));
        Fakes.scan(library, "d", Map.of("status", "completed", "job_type", "transcode", "completed_at",
                "2026-11-24T12:00:00+00:00"));

        Scans scans = Scans.read(library);

        assertThat(scans.byStatus()).containsEntry("completed", 1L).containsEntry("failed", 1L)
                .containsEntry("running", 1L).containsEntry("queued", 0L);
        assertThat(scans.lastSuccess()).contains(Instant.parse("2026-11-24T09:00:10.5Z"));
        assertThat(scans.last()).contains(new Scans.Ended(false, Instant.parse("2026-11-24T10:00:03Z"),
                java.util.Optional.of(Duration.ofSeconds(3)), Map.of("total_discovered", 9L)));
    }

    @Test
    void whatOtherProgramsWroteMayBeAnything() throws SQLException {
        Fakes.scan(library, "a", Map.of("status", "failed", "started_at", "yesterday", "completed_at",
                "2026-11-24T10:00:03+00:00", "summary_json", "no JSON"));

        assertThat(Scans.read(library).last()).hasValueSatisfying(last -> {
            assertThat(last.duration()).isEmpty();
            assertThat(last.files()).isEmpty();
        });
    }
}
