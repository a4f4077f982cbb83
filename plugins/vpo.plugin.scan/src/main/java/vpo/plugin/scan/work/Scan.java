package vpo.plugin.scan.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import vpo.api.task.Task;
import vpo.plugin.scan.library.Busy;
import vpo.plugin.scan.library.KnownFile;
import vpo.plugin.scan.library.Summary;
import vpo.plugin.scan.media.Discovery;
import vpo.plugin.scan.media.Ffprobe;
import vpo.plugin.scan.media.ToolException;
import vpo.plugin.scan.work.Examiner.Candidate;
import vpo.plugin.scan.work.Examiner.Outcome;

/**
 * One scan: finds the files, reads what is new or changed, and notes what is gone. For one thread, but for what it
 * tells.
 */
final class Scan {
    private static final Logger log = LoggerFactory.getLogger(Scan.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** To write to a locked library; a try waits for the lock by itself, but not for each kind of lock. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int REMOVED_AT_ONCE = 500;

    private final String id;
    private final ScanRequest request;
    private final Settings settings;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final List<String> obstacles = new ArrayList<>();
    private final Unread unread = new Unread();

    Scan(String id, ScanRequest request, Settings settings, InstantSource clock) {
        this.id = id;
        this.request = request;
        this.settings = settings;
        this.clock = clock;
    }

    String id() {
        return id;
    }

    ScanRequest request() {
        return request;
    }

    /** What it has done so far. Any thread. */
    Summary summary() {
        return tally.summary();
    }

    /** Which folders could not be scanned and which files not be read, and why; empty if all could. */
    Optional<String> problems() {
        List<String> all = Stream.concat(obstacles.stream(), unread.told().stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
    }

    /** Whether no folder could be scanned. */
    boolean failed() {
        return obstacles.size() == request.roots().size();
    }

    /**
     * Scans.
     *
     * @param task to tell the progress to
     * @throws ToolException if ffprobe cannot be used: then no file is recorded by halves, without what it would have
     *             told
     * @throws SQLException if the library cannot be read or written
     * @throws InterruptedException if the thread was interrupted; what was read by then is recorded
     */
    void perform(Task task, Writer writer)
            throws ToolException, SQLException, InterruptedException {
        Ffprobe ffprobe = Ffprobe.find(settings.ffprobe(), Optional.ofNullable(System.getenv("PATH")).orElse(""),
                settings.probeTimeout());
        task.progress(Double.NaN, "looking for videos");
        List<Candidate> candidates = new ArrayList<>();
        List<Unseen> unseen = new ArrayList<>();
        for (Path root : request.roots()) {
            discover(root, writer, candidates).ifPresent(unseen::add);
        }
        List<KnownFile> gone = new ArrayList<>();
        Examiner examiner = new Examiner(ffprobe, new Quiet(settings.settle()), clock, task::owns,
                task::isCancelled);
        try (Workload work = new Workload(examiner, candidates, settings)) {
            while (!work.isDone()) {
                Outcome outcome = work.poll(PATIENCE);
                // Its children have been ended then: what came of them is no finding about a file.
                goOn(task);
                if (outcome != null) {
                    take(outcome, writer, gone);
                }
                if (writer.isDue()) {
                    write(() -> writer.write(id, summary().percent()), task);
                }
                tell(task, work);
            }
            write(() -> writer.write(id, summary().percent()), task);
        } catch (ToolException | SQLException | InterruptedException | RuntimeException | Error e) {
            keep(writer, e);
            throw e;
        }
        for (Unseen each : unseen) {
            List<KnownFile> since = gone.stream()
                    .filter(file -> request.isJudgedBy(each.absence.root(), file.path())).toList();
            remove(each.absence, each.and(since), writer, task);
        }
    }

    private interface Writing {
        void perform() throws SQLException;
    }

    /**
     * Writes, and as long as another process keeps the library locked, again and again: what was read in hours is not
     * given up for that. Meanwhile nobody takes what the workers have read, so that they soon wait, too, and nothing
     * piles up.
     */
    private void write(Writing writing, Task task) throws SQLException, InterruptedException {
        boolean told = false;
        while (true) {
            try {
                writing.perform();
                if (told) {
                    log.info("The library is free again, and scan {} goes on", id);
                }
                return;
            } catch (SQLException e) {
                if (!Busy.isWhy(e)) {
                    throw e;
                }
                if (!told) {
                    log.warn("Scan {} cannot write to the library, which another process keeps locked: {}. It waits,"
                            + " and goes on by itself as soon as it can; see that the other process, such as another"
                            + " VPO, comes to its end, or end it", id, e.getMessage());
                    task.progress(summary().percent(), "waits for the library, which another process keeps locked");
                    told = true;
                }
            }
            goOn(task);
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    /** What was read before a scan ended early. Nobody is told: whoever has cancelled it does not wait for that. */
    private void keep(Writer writer, Throwable why) {
        try {
            writer.record(id, summary().percent());
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static void goOn(Task task) throws InterruptedException {
        if (task.isCancelled() || Thread.interrupted()) {
            throw new InterruptedException(task.cancelReason().orElse("cancelled"));
        }
    }

    /**
     * What the library has below a folder, and nobody has found there.
     *
     * @param absence tells what became of it
     * @param files the rows
     */
    private record Unseen(Absence absence, Collection<KnownFile> files) {
        /** With those of other files, that have gone since they were found, that are below the same folder. */
        List<KnownFile> and(List<KnownFile> gone) {
            return Stream.concat(files.stream(),
                    gone.stream().filter(file -> Path.of(file.path()).startsWith(absence.root()))).toList();
        }
    }

    /** Finds what is to be read below a folder; tells what is not there, unless the folder cannot be scanned. */
    private Optional<Unseen> discover(Path root, Writer writer, List<Candidate> candidates)
            throws SQLException, InterruptedException {
        Absence absence;
        Comparison.Difference difference;
        try (Comparison comparison = new Comparison(writer.files(), request.options())) {
            absence = Absence.of(root);
            refuse(new Discovery(settings.extensions()).below(root, comparison::add));
            difference = comparison.difference(root);
        } catch (IOException e) {
            tally.errors.incrementAndGet();
            obstacles.add(root + " cannot be scanned: " + reason(e));
            log.warn("{} cannot be scanned, and nothing below it is marked as missing: {}", root, reason(e));
            return Optional.empty();
        }
        tally.discovered.addAndGet(difference.found());
        tally.skipped.addAndGet(difference.current());
        candidates.addAll(difference.candidates());
        return Optional.of(new Unseen(absence, difference.absent().stream()
                .filter(file -> request.isJudgedBy(root, file.path())).toList()));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it is not there; is its disk mounted?";
            case NotDirectoryException _ -> "it is not a folder";
            case AccessDeniedException _ -> "permission denied";
            default -> e.toString();
        };
    }

    private void refuse(List<Path> unreadableNames) {
        if (!unreadableNames.isEmpty()) {
            tally.discovered.addAndGet(unreadableNames.size());
            tally.errors.addAndGet(unreadableNames.size());
            tally.skipped.addAndGet(unreadableNames.size());
            String encoding = System.getProperty("sun.jnu.encoding");
            unreadableNames.forEach(each -> {
                unread.add(each.toString(), "its name is no text in the character set " + encoding);
                log.info("{}: its name is no text in the character set {}", each, encoding);
            });
            log.warn("Files left out, whose names are not text in the character set {}: {}, the first is {}."
                    + " Rename them, or run the daemon with LC_ALL=C.UTF-8 if that is not a UTF-8 one",
                    encoding, unreadableNames.size(), unreadableNames.getFirst());
        }
    }

    private void take(Outcome outcome, Writer writer, List<KnownFile> gone) {
        try (var _ = MDC.putCloseable("file", outcome.candidate().file().path().toString())) {
            note(outcome, writer, gone);
        }
    }

    private void note(Outcome outcome, Writer writer, List<KnownFile> gone) {
        Candidate candidate = outcome.candidate();
        switch (outcome) {
            case Outcome.Scanned(var _, var result) -> {
                writer.add(result);
                tally.scanned.incrementAndGet();
                if (candidate.known().isEmpty()) {
                    tally.added.incrementAndGet();
                }
                result.error().ifPresent(error -> {
                    tally.errors.incrementAndGet();
                    unread.add(candidate.file().path().toString(), error);
                    log.info("{}: {}", candidate.file().path(), error);
                });
            }
            case Outcome.Unchanged _ -> tally.skipped.incrementAndGet();
            case Outcome.Unsettled _ -> {
                tally.skipped.incrementAndGet();
                log.info("{} is still being written, and is left for the next scan", candidate.file().path());
            }
            case Outcome.Gone _ -> {
                tally.skipped.incrementAndGet();
                candidate.known().ifPresent(gone::add);
            }
        }
    }

    private void tell(Task task, Workload work) {
        Summary now = summary();
        long done = now.scanned() + now.skipped();
        task.progress(now.percent(), done + " of " + now.discovered() + " files"
                + (work.waiting() > 0 ? ", waiting for " + work.waiting() + " that are being written" : ""));
    }

    private void remove(Absence absence, List<KnownFile> absent, Writer writer, Task task)
            throws SQLException, InterruptedException {
        if (absent.isEmpty()) {
            return;
        }
        List<KnownFile> missing = new ArrayList<>();
        List<KnownFile> deleted = new ArrayList<>();
        for (KnownFile file : absent) {
            goOn(task);
            switch (absence.verdict(file.path())) {
                case PRESENT -> log.trace("{} is there", file.path());
                case GONE -> (request.options().prune() ? deleted : missing).add(file);
                case PERHAPS -> missing.add(file);
            }
        }
        // Last, so that it holds for all that was looked at: the disk may go at any moment.
        Optional<String> obstacle = absence.obstacle();
        if (obstacle.isPresent()) {
            log.warn("None of the {} files that the library has below {} is marked as missing: {}", absent.size(),
                    absence.root(), obstacle.get());
            return;
        }
        missing.removeIf(file -> file.status().equals(KnownFile.MISSING));
        removeSome(missing, writer::markMissing, task);
        removeSome(deleted, writer::delete, task);
    }

    private interface Removal {
        void of(List<KnownFile> files) throws SQLException;
    }

    /** Some hundred at a time, each with its tracks and whatever else hangs on it: others want to write, too. */
    private void removeSome(List<KnownFile> files, Removal removal, Task task)
            throws SQLException, InterruptedException {
        for (int i = 0; i < files.size(); i += REMOVED_AT_ONCE) {
            goOn(task);
            List<KnownFile> some = files.subList(i, Math.min(i + REMOVED_AT_ONCE, files.size()));
            write(() -> removal.of(some), task);
            tally.removed.addAndGet(some.size());
        }
    }
}
