package vpo.admin.internal.resource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.gson.JsonParseException;

import vpo.admin.internal.api.ApiException;
import vpo.admin.internal.api.Json;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;

/** {@code /library}: what is in the library, in numbers. */
public final class LibraryResource {
    private static final Logger log = LoggerFactory.getLogger(LibraryResource.class);
    private static final List<String> STATUSES = List.of("ok", "error", "missing", "pending");

    private final Supplier<Optional<DataSource>> reader;

    /**
     * @param reader of the library, as long as it is there
     */
    public LibraryResource(Supplier<Optional<DataSource>> reader) {
        this.reader = reader;
    }

    /** What can be asked for. */
    public List<Route> routes() {
        return List.of(Route.of("GET", "/library", 200, _ -> Reply.ok(json())).or(503));
    }

    /**
     * The whole document, as of now.
     *
     * @throws ApiException if the database cannot be read
     */
    public Map<String, Object> json() throws ApiException {
        DataSource source = reader.get().orElseThrow(LibraryResource::unavailable);
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            return json(statement);
        } catch (SQLException e) {
            log.debug("the library cannot be counted", e);
            throw unavailable();
        }
    }

    private static ApiException unavailable() {
        return ApiException.unavailable("DATABASE_UNAVAILABLE",
                "The library's database cannot be read now; /readyz?verbose and the log say why");
    }

    private static Map<String, Object> json(Statement statement) throws SQLException {
        long files = 0;
        long bytes = 0;
        Map<String, Object> byStatus = new LinkedHashMap<>();
        STATUSES.forEach(each -> byStatus.put(each, 0L));
        try (ResultSet rows = statement.executeQuery(
                "SELECT scan_status, count(*), sum(size_bytes) FROM files GROUP BY scan_status")) {
            while (rows.next()) {
                files += rows.getLong(2);
                bytes += rows.getLong(3);
                byStatus.put(rows.getString(1), rows.getLong(2));
            }
        }
        Map<String, Object> byExtension = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT extension, count(*) FROM files GROUP BY extension")) {
            while (rows.next()) {
                byExtension.put(rows.getString(1), rows.getLong(2));
            }
        }
        return Json.object("files", files, "bytes", bytes, "by_status", byStatus, "tracks", tracks(statement),
                "by_extension", byExtension, "last_scan", lastScan(statement));
    }

    private static long tracks(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM tracks")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static Map<String, Object> lastScan(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT id, file_path, status, progress_percent, created_at,"
                + " started_at, completed_at, error_message, policy_json, summary_json FROM jobs"
                + " WHERE job_type = 'scan' ORDER BY created_at DESC LIMIT 1")) {
            return row.next()
                    ? Json.object("id", row.getString(1), "path", row.getString(2), "status", row.getString(3),
                            "progress_percent", row.getDouble(4), "created_at", row.getString(5), "started_at",
                            row.getString(6), "completed_at", row.getString(7), "error", row.getString(8), "options",
                            stored(row.getString(9)), "summary", stored(row.getString(10)))
                    : null;
        }
    }

    /** What the library holds may have been written by anybody. */
    private static Object stored(String json) {
        try {
            return json == null ? null : Json.read(json);
        } catch (JsonParseException e) {
            return null;
        }
    }
}
