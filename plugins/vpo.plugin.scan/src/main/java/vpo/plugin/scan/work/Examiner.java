package vpo.plugin.scan.work;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import vpo.plugin.scan.library.KnownFile;
import vpo.plugin.scan.library.ScannedFile;
import vpo.plugin.scan.media.ContentHash;
import vpo.plugin.scan.media.Ffprobe;
import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.Probe;
import vpo.plugin.scan.media.ProbeException;
import vpo.plugin.scan.media.ToolException;

/**
 * Reads one file. Thread-safe.
 *
 * @param ffprobe to probe with
 * @param quiet tells whether a file is whole
 * @param clock tells the time
 * @param owner is told of child processes
 * @param cancelled whether the scan has been cancelled
 */
record Examiner(Ffprobe ffprobe, Quiet quiet, InstantSource clock, Consumer<ProcessHandle> owner,
        BooleanSupplier cancelled) {
    private static final Logger log = LoggerFactory.getLogger(Examiner.class);

    /**
     * A file that is to be read.
     *
     * @param file as it was found
     * @param known as the library has it; empty if it does not
     * @param watched whether it was left alone between two looks for as long as it must
     * @param compare whether it is up to date by all appearances, and only its content is to be compared
     */
    record Candidate(FoundFile file, Optional<KnownFile> known, boolean watched, boolean compare) {
        /** The same file at its next look. */
        Candidate again(FileStamp stamp) {
            return new Candidate(new FoundFile(file.path(), stamp), known, true, compare);
        }
    }

    /** What came of it. */
    sealed interface Outcome {
        /** Which file. */
        Candidate candidate();

        /** It was read, or that failed. */
        record Scanned(Candidate candidate, ScannedFile result) implements Outcome {}

        /** Its content is as the library has it. */
        record Unchanged(Candidate candidate) implements Outcome {}

        /** It is still being written; this is how it looked last. */
        record Unsettled(Candidate candidate, FileStamp stamp) implements Outcome {}

        /** It is not there any more. */
        record Gone(Candidate candidate) implements Outcome {}
    }

    /**
     * @throws ToolException if ffprobe cannot be run
     * @throws InterruptedException if the thread was interrupted
     */
    Outcome examine(Candidate candidate) throws ToolException, InterruptedException {
        // What is logged is about this file.
        try (var _ = MDC.putCloseable("file", candidate.file().path().toString())) {
            return outcome(candidate);
        }
    }

    private Outcome outcome(Candidate candidate) throws ToolException, InterruptedException {
        try {
            return read(candidate);
        } catch (NoSuchFileException e) {
            return new Outcome.Gone(candidate);
        } catch (IOException e) {
            return failed(candidate, "it cannot be looked at: " + reason(e));
        } catch (RuntimeException e) {
            log.warn("{} could not be examined", candidate.file().path(), e);
            return failed(candidate, "a defect of the scan: " + e);
        }
    }

    private static Outcome failed(Candidate candidate, String error) {
        return new Outcome.Scanned(candidate,
                new ScannedFile(candidate.file(), Optional.empty(), Optional.empty(), Optional.of(error)));
    }

    private Outcome read(Candidate candidate) throws IOException, ToolException, InterruptedException {
        Path path = candidate.file().path();
        FileStamp before = FileStamp.of(path);
        if (!before.equals(candidate.file().stamp()) || !candidate.watched() && !quiet.at(clock.instant(), before)) {
            return new Outcome.Unsettled(candidate, before);
        }
        Optional<String> hash = Optional.empty();
        Optional<Probe> probe = Optional.empty();
        Optional<String> error = Optional.empty();
        try {
            hash = Optional.of(ContentHash.of(path));
            if (candidate.compare() && hash.equals(candidate.known().flatMap(KnownFile::hash))) {
                return new Outcome.Unchanged(candidate);
            }
            probe = Optional.of(probe(path));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            error = Optional.of("it cannot be read: " + reason(e));
        } catch (ProbeException e) {
            error = Optional.of(e.getMessage());
        }
        FileStamp after = FileStamp.of(path);
        return after.equals(before)
                ? new Outcome.Scanned(candidate, new ScannedFile(candidate.file(), hash, probe, error))
                : new Outcome.Unsettled(candidate, after);
    }

    /**
     * A signal may have been meant for all that runs in a terminal, as that of Ctrl-C, and tells nothing of the file. One
     * that comes again may be the file's doing, as where ffprobe crashes on it.
     */
    private Probe probe(Path path) throws ProbeException, ToolException, InterruptedException {
        try {
            return ffprobe.probe(path, owner);
        } catch (ProbeException e) {
            if (!e.isBySignal() || cancelled.getAsBoolean()) {
                throw e;
            }
            log.debug("{} is probed once more: {}", path, e.getMessage());
            return ffprobe.probe(path, owner);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
