package vpo.plugin.scan;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import vpo.api.task.TaskRefusedException;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.Summary;
import vpo.plugin.scan.work.OverlapException;
import vpo.plugin.scan.work.ScanRequest;

/** What the plugin does, for its own front ends. Any thread. */
public interface ScanService {
    /** The configured folders. */
    List<Path> roots();

    /**
     * Starts a scan, which goes on by itself.
     *
     * @return its id
     * @throws OverlapException if a running scan goes through one of the folders
     * @throws TaskRefusedException if the daemon or the plugin is stopping
     * @throws SQLException if the library cannot be written
     */
    String start(ScanRequest request) throws OverlapException, TaskRefusedException, SQLException;

    /** The newest scans first. */
    List<ScanJob> newest(int limit) throws SQLException;

    /** One scan. */
    Optional<ScanJob> find(String id) throws SQLException;

    /** What a scan that runs in this process has done so far. */
    Optional<Summary> progress(String id);
}
