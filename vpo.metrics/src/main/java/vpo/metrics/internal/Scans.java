package vpo.metrics.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the table {@code jobs} tells of scans.
 *
 * @param byStatus how many rows there are of each status
 * @param last the one that ended last, whatever became of it
 * @param lastSuccess when one was last completed
 */
record Scans(Map<String, Long> byStatus, Optional<Ended> last, Optional<Instant> lastSuccess) {
    private static final List<String> STATUSES = List.of("queued", "running", "completed", "failed", "cancelled");
    private static final List<String> COUNTS = List.of("total_discovered", "scanned", "skipped", "added", "removed",
            "errors");

    /**
     * A scan that has ended.
     *
     * @param completed whether it went through all that it was to
     * @param at when it ended
     * @param duration empty if the row does not say
     * @param files how many it has found, read and so on, by the names of the schema; of those that the row has
     */
    record Ended(boolean completed, Instant at, Optional<Duration> duration, Map<String, Long> files) {}

    /** Reads them. */
    static Scans read(Connection connection) throws SQLException {
        return new Scans(byStatus(connection), last(connection), lastSuccess(connection));
    }

    private static Map<String, Long> byStatus(Connection connection) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        STATUSES.forEach(status -> counts.put(status, 0L));
        try (PreparedStatement select = connection
                .prepareStatement("SELECT status, count(*) FROM jobs WHERE job_type = 'scan' GROUP BY status");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return counts;
    }

    private static Optional<Ended> last(Connection connection) throws SQLException {
        StringBuilder counts = new StringBuilder();
        // What another program has written there may be no JSON.
        COUNTS.forEach(count -> counts
                .append(", CASE WHEN json_valid(summary_json) THEN json_extract(summary_json, '$." + count + "') END"));
        try (PreparedStatement select = connection.prepareStatement("SELECT status, started_at, completed_at" + counts
                + " FROM jobs WHERE job_type = 'scan' AND completed_at IS NOT NULL"
                + " ORDER BY completed_at DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            Map<String, Long> files = new LinkedHashMap<>();
            for (int i = 0; i < COUNTS.size(); i++) {
                long count = row.getLong(4 + i);
                if (!row.wasNull()) {
                    files.put(COUNTS.get(i), count);
                }
            }
            Optional<Instant> started = time(row.getString(2));
            boolean completed = "completed".equals(row.getString(1));
            return time(row.getString(3)).map(ended -> new Ended(completed, ended,
                    started.map(begin -> Duration.between(begin, ended)), files));
        }
    }

    private static Optional<Instant> lastSuccess(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT max(completed_at) FROM jobs WHERE job_type = 'scan' AND status = 'completed'");
                ResultSet row = select.executeQuery()) {
            return row.next() ? time(row.getString(1)) : Optional.empty();
        }
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(each -> OffsetDateTime.parse(each).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
