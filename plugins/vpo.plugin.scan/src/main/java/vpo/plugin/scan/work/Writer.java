package vpo.plugin.scan.work;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.MDC;

import vpo.api.event.FileInfo;
import vpo.api.event.FileScanned;
import vpo.api.event.PluginEvent;
import vpo.plugin.scan.library.KnownFile;
import vpo.plugin.scan.library.LibraryFiles;
import vpo.plugin.scan.library.ScanJobs;
import vpo.plugin.scan.library.ScannedFile;
import vpo.plugin.scan.library.Timestamps;
import vpo.plugin.scan.media.Probe;

/**
 * Writes what a scan has learned, in short transactions of several files each, every file whole in one of them. Events
 * follow their commit. For one thread.
 */
final class Writer {
    private static final int BATCH = 100;
    /** What is known is not kept back for longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Connection connection;
    private final LibraryFiles files;
    private final ScanJobs jobs;
    private final InstantSource clock;
    private final Consumer<PluginEvent> events;
    private final List<ScannedFile> batch = new ArrayList<>();
    private long writtenNanos = System.nanoTime();

    /** @param connection that nobody else uses */
    Writer(Connection connection, long pid, InstantSource clock, Consumer<PluginEvent> events) {
        this.connection = connection;
        this.files = new LibraryFiles(connection);
        this.jobs = new ScanJobs(connection, pid);
        this.clock = clock;
        this.events = events;
    }

    LibraryFiles files() {
        return files;
    }

    void add(ScannedFile file) {
        batch.add(file);
    }

    /** Whether it is time to {@link #write}. */
    boolean isDue() {
        return batch.size() >= BATCH || System.nanoTime() - writtenNanos > PATIENCE.toNanos();
    }

    /** Writes what was added, and how far the scan is, and tells of what could be read. */
    void write(String job, double percent) throws SQLException {
        record(job, percent).forEach(this::tell);
        writtenNanos = System.nanoTime();
    }

    /**
     * Writes like {@link #write}, and tells nobody: whoever has cancelled the scan does not wait for those who are told.
     *
     * @return what there is to tell; of a file that could not be read nobody knows whether it has changed
     */
    List<FileScanned> record(String job, double percent) throws SQLException {
        List<FileScanned> scanned = new ArrayList<>();
        transaction(() -> {
            for (ScannedFile file : batch) {
                long id = files.store(file, clock.instant());
                if (file.error().isEmpty()) {
                    scanned.add(new FileScanned(info(id, file)));
                }
            }
            jobs.progress(job, percent);
        });
        batch.clear();
        return scanned;
    }

    /** What those who are told log about it is about this file. */
    private void tell(FileScanned scanned) {
        try (var _ = MDC.putCloseable("file", scanned.file().path().toString())) {
            events.accept(scanned);
        }
    }

    /** Notes that files are gone. */
    void markMissing(List<KnownFile> missing) throws SQLException {
        transaction(() -> files.markMissing(missing));
    }

    /** Forgets files that are gone. */
    void delete(List<KnownFile> deleted) throws SQLException {
        transaction(() -> files.delete(deleted));
    }

    private static FileInfo info(long id, ScannedFile file) {
        return new FileInfo(id, file.file().path(), file.file().stamp().size(),
                Timestamps.ofFile(file.file().stamp().modified()), file.hash(), file.probe().flatMap(Probe::format),
                file.probe().map(Probe::tracks).orElse(List.of()));
    }

    @FunctionalInterface
    private interface Work {
        void perform() throws SQLException;
    }

    /** By SQL, not by the driver's mode: to leave that is to commit, whatever has become of the transaction. */
    private void transaction(Work work) throws SQLException {
        execute("BEGIN IMMEDIATE");
        try {
            work.perform();
            execute("COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            rollback(e);
            throw e;
        }
    }

    /** @param why is what is told, whatever comes of this */
    private void rollback(Throwable why) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has done so by itself, as it does where the disk is full.
            why.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
