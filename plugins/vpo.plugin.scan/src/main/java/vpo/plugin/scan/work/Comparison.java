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
 * the disk, this mostly for the processor, and of what is up to date nothing is kept. Closing it waits until the library
 * is free. For one thread.
 */
final class Comparison implements AutoCloseable {
    private final LibraryFiles library;
    private final ScanOptions options;
    private final Tally tally;
    private final ExecutorService beside = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("vpo-scan-compare").daemon().factory());
    private final List<Future<Difference>> differences = new ArrayList<>();
    private final Set<String> folders = new HashSet<>();

    /**
     * What is not as the library has it.
     *
     * @param candidates what is to be read
     * @param absent rows of files that nobody has found
     */
    record Difference(List<Candidate> candidates, List<KnownFile> absent) {
        private static final Difference NONE = new Difference(List.of(), List.of());
    }

    /** @param library that nobody else uses before this is closed */
    Comparison(LibraryFiles library, ScanOptions options, Tally tally) {
        this.library = library;
        this.options = options;
        this.tally = tally;
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
        List<Candidate> candidates = new ArrayList<>();
        List<KnownFile> absent = new ArrayList<>();
        for (Future<Difference> each : differences) {
            Difference difference = get(each);
            candidates.addAll(difference.candidates());
            absent.addAll(difference.absent());
        }
        return new Difference(candidates, absent);
    }

    private Difference compare(FoundFolder folder) throws SQLException {
        tally.discovered.addAndGet(folder.files().size());
        if (!options.full() && !options.verifyHash() && library.isUpToDate(folder)) {
            tally.skipped.addAndGet(folder.files().size());
            return Difference.NONE;
        }
        Map<String, KnownFile> known = library.in(folder.path().toString(), options.verifyHash());
        List<Candidate> candidates = new ArrayList<>();
        folder.files().forEach((name, stamp) -> compare(new FoundFile(folder.path().resolve(name), stamp),
                Optional.ofNullable(known.remove(name))).ifPresent(candidates::add));
        return new Difference(candidates, List.copyOf(known.values()));
    }

    private Optional<Candidate> compare(FoundFile file, Optional<KnownFile> row) {
        boolean current = row.isPresent() && row.get().isCurrent(file.stamp());
        if (current && !options.full() && !options.verifyHash()) {
            tally.skipped.incrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Candidate(file, row, current, current && !options.full()));
    }

    private Difference elsewhere(Path root) throws SQLException {
        List<KnownFile> absent = new ArrayList<>();
        for (String folder : library.foldersBelow(root)) {
            if (!folders.contains(folder)) {
                absent.addAll(library.in(folder, false).values());
            }
        }
        return new Difference(List.of(), absent);
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
