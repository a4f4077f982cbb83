package vpo.plugin.scan.work;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import vpo.plugin.scan.library.KnownFile;
import vpo.plugin.scan.library.LibraryFiles;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.FoundFolder;
import vpo.plugin.scan.work.Examiner.Candidate;

/**
 * Compares what is found with what the library has, folder by folder and beside the walk that finds them: that waits for
 * the disk, this mostly for the processor, and of what is up to date only the numbers are kept. Closing it waits until
 * the library is free. For one thread.
 */
final class Comparison implements AutoCloseable {
    private final LibraryFiles library;
    private final ScanOptions options;
    private final ExecutorService beside = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("vpo-scan-compare").daemon().factory());
    private final List<Future<Difference>> differences = new ArrayList<>();
    private final Set<String> folders = new HashSet<>();

    /**
     * What came of it.
     *
     * @param found how many files were found
     * @param current how many of them are up to date, and need not be read
     * @param candidates what is to be read
     * @param absent rows of files that nobody has found
     */
    record Difference(int found, int current, List<Candidate> candidates, List<KnownFile> absent) {}

    /** @param library that nobody else uses before this is closed */
    Comparison(LibraryFiles library, ScanOptions options) {
        this.library = library;
        this.options = options;
    }

    /** Begins to compare a folder. */
    void add(FoundFolder folder) {
        folders.add(folder.path().toString());
        differences.add(beside.submit(() -> compare(folder)));
    }

    /**
     * Waits for the end. What the library has in folders that were not added is absent.
     *
     * @param root that all are in; it was added itself
     */
    Difference difference(Path root) throws SQLException, InterruptedException {
        differences.add(beside.submit(() -> elsewhere(root)));
        int found = 0;
        int current = 0;
        List<Candidate> candidates = new ArrayList<>();
        List<KnownFile> absent = new ArrayList<>();
        for (Future<Difference> each : differences) {
            Difference difference = get(each);
            found += difference.found();
            current += difference.current();
            candidates.addAll(difference.candidates());
            absent.addAll(difference.absent());
        }
        return new Difference(found, current, candidates, absent);
    }

    private Difference compare(FoundFolder folder) throws SQLException {
        int found = folder.files().size();
        if (!options.full() && !options.verifyHash() && library.isUpToDate(folder)) {
            return new Difference(found, found, List.of(), List.of());
        }
        Map<String, KnownFile> known = library.in(folder.path().toString(), options.verifyHash());
        List<Candidate> candidates = new ArrayList<>();
        folder.files().forEach((name, stamp) -> candidate(new FoundFile(folder.path().resolve(name), stamp),
                Optional.ofNullable(known.remove(name))).ifPresent(candidates::add));
        return new Difference(found, found - candidates.size(), candidates, List.copyOf(known.values()));
    }

    private Optional<Candidate> candidate(FoundFile file, Optional<KnownFile> row) {
        boolean current = row.isPresent() && row.get().isCurrent(file.stamp());
        return current && !options.full() && !options.verifyHash()
                ? Optional.empty()
                : Optional.of(new Candidate(file, row, current, current && !options.full()));
    }

    private Difference elsewhere(Path root) throws SQLException, InterruptedException {
        List<KnownFile> absent = new ArrayList<>();
        for (String folder : library.foldersBelow(root)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!folders.contains(folder)) {
                absent.addAll(library.in(folder, false).values());
            }
        }
        return new Difference(0, 0, List.of(), absent);
    }

    private static Difference get(Future<Difference> task) throws SQLException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw sql;
                case RuntimeException defect -> throw defect;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        // What nobody waits for any more is not begun.
        beside.shutdownNow();
        beside.close();
    }
}
