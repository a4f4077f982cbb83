package vpo.plugin.scan.work;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.ToolException;
import vpo.plugin.scan.work.Examiner.Candidate;
import vpo.plugin.scan.work.Examiner.Outcome;

/**
 * Reads many files, several at a time. Files that are still being written come last: they are looked at again and
 * again, until they have been left alone or the time for that is over. For one thread; the files are read by others.
 */
final class Workload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workload.class);
    /** A file that changed under the eyes of a scan that does not wait for files is looked at again after this. */
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private record Later(Candidate candidate, long dueNanos) {}

    private final Examiner examiner;
    private final Duration wait;
    private final Duration limit;
    private final int atOnce;
    private final ExecutorService workers;
    private final CompletionService<Outcome> reading;
    private final Deque<Candidate> next;
    private final PriorityQueue<Later> later = new PriorityQueue<>(
            (a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    /** Since when, by {@link System#nanoTime()}. */
    private final Map<Path, Long> waitedFor = new HashMap<>();
    private int inFlight;

    Workload(Examiner examiner, Collection<Candidate> candidates, Settings settings) {
        this.examiner = examiner;
        this.wait = settings.settle().compareTo(LEAST_WAIT) > 0 ? settings.settle() : LEAST_WAIT;
        this.limit = settings.settleTimeout();
        // One more than there are workers, so that none waits for this thread.
        this.atOnce = settings.workers() + 1;
        this.workers = Executors.newFixedThreadPool(settings.workers(), threads());
        this.reading = new ExecutorCompletionService<>(workers);
        this.next = new ArrayDeque<>(candidates);
    }

    /** What they log belongs to the scan as what this thread logs does. */
    private static ThreadFactory threads() {
        Map<String, String> context = MDC.getCopyOfContextMap();
        ThreadFactory plain = Thread.ofPlatform().name("vpo-scan-worker-", 1).daemon().factory();
        return work -> plain.newThread(() -> {
            if (context != null) {
                MDC.setContextMap(context);
            }
            work.run();
        });
    }

    /** Whether nothing is left. */
    boolean isDone() {
        return next.isEmpty() && later.isEmpty() && inFlight == 0;
    }

    /** How many files are waited for until they are whole. */
    int waiting() {
        return later.size();
    }

    /**
     * Waits for the next file.
     *
     * @param patience how long at most
     * @return what came of one; a file that is still being written comes only once the time for that is over; null if
     *         there is nothing to tell yet
     * @throws ToolException if ffprobe cannot be run
     * @throws InterruptedException if the thread was interrupted
     */
    Outcome poll(Duration patience) throws ToolException, InterruptedException {
        submit();
        Future<Outcome> ended = reading.poll(untilDue(patience), TimeUnit.NANOSECONDS);
        if (ended == null) {
            return null;
        }
        inFlight--;
        Outcome outcome = result(ended);
        return outcome instanceof Outcome.Unsettled(Candidate candidate, FileStamp stamp) && postponed(candidate, stamp)
                ? null
                : outcome;
    }

    private void submit() {
        long now = System.nanoTime();
        while (!later.isEmpty() && later.peek().dueNanos - now <= 0) {
            next.add(later.poll().candidate);
        }
        while (inFlight < atOnce && !next.isEmpty()) {
            Candidate candidate = next.poll();
            reading.submit(() -> examiner.examine(candidate));
            inFlight++;
        }
    }

    private long untilDue(Duration patience) {
        return later.isEmpty()
                ? patience.toNanos()
                : Math.clamp(later.peek().dueNanos - System.nanoTime(), 0, patience.toNanos());
    }

    private boolean postponed(Candidate candidate, FileStamp stamp) {
        long now = System.nanoTime();
        long since = waitedFor.computeIfAbsent(candidate.file().path(), _ -> now);
        long due = now + wait(stamp).toNanos();
        // Nothing but the present look is left if the next one would be too late.
        if (due - since > limit.toNanos()) {
            return false;
        }
        log.atDebug().addKeyValue("file", candidate.file().path()).log("{} is still being written",
                candidate.file().path());
        later.add(new Later(candidate.again(stamp), due));
        return true;
    }

    /** What is missing until the file has been left alone for long enough. */
    private Duration wait(FileStamp stamp) {
        Instant now = examiner.clock().instant();
        if (examiner.quiet().at(now, stamp)) {
            // It has changed since it was found, and has an old time nevertheless: so that tells nothing.
            return wait;
        }
        Duration missing = examiner.quiet().missing(now, stamp);
        return missing.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : missing;
    }

    private static Outcome result(Future<Outcome> ended) throws ToolException, InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ToolException tool -> throw tool;
                case InterruptedException interrupted -> throw interrupted;
                default -> throw new IllegalStateException("a file could not be examined", e.getCause());
            }
        }
    }

    /** Interrupts what is being read, and waits a moment for that to end. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(END_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("A file system does not answer: leaving a reader behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
