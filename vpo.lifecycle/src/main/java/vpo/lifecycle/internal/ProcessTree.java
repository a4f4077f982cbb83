package vpo.lifecycle.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child processes of one task with all their descendants. Descendants are noted before their parents end, because
 * nobody finds them afterwards. A process that is added late gets what the others got already.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int LIMIT = 64;

    private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();

    /** How many may be known before those that have ended are forgotten. */
    private volatile int limit = LIMIT;

    /** What has been done to the processes so far; null is nothing. */
    private volatile Predicate<ProcessHandle> treatment;

    void add(ProcessHandle process) {
        if (known.size() >= limit) {
            // A task may have tens of thousands of them, one after the other.
            known.removeIf(each -> !each.isAlive());
            limit = Math.max(LIMIT, 2 * known.size());
        }
        known.add(process);
        // Read after the insertion: a treatment that begins meanwhile either sees the process or is seen here.
        if (treatment != null) {
            treat();
        }
    }

    /** Asks all of them to end. */
    void terminate() {
        treatment = ProcessHandle::destroy;
        treat();
    }

    /** Ends those that are still there. */
    void kill() {
        treatment = ProcessHandle::destroyForcibly;
        treat();
    }

    /** How many it holds, whether or not they have ended. */
    int size() {
        return known.size();
    }

    List<ProcessHandle> alive() {
        return known.stream().filter(process -> process.isAlive() && !isZombie(process)).toList();
    }

    /** Ended, but not yet reaped by its parent, which some containers' first process never does. */
    private static boolean isZombie(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until all have ended. It looks again now and then, because nobody tells the end of an orphan that is not
     * reaped.
     *
     * @param deadline by {@link System#nanoTime()}
     * @return whether they have ended by then
     */
    boolean ended(long deadline) {
        List<ProcessHandle> alive = alive();
        while (!alive.isEmpty() && deadline - System.nanoTime() > 0) {
            Waiting.until(CompletableFuture.allOf(alive.stream().map(ProcessHandle::onExit)
                    .toArray(CompletableFuture[]::new)), Math.min(deadline, System.nanoTime() + LOOK_EVERY.toNanos()));
            alive = alive();
        }
        return alive.isEmpty();
    }

    private void treat() {
        alive().forEach(process -> process.descendants().forEach(known::add));
        for (ProcessHandle process : alive()) {
            try {
                treatment.test(process);
            } catch (RuntimeException e) {
                LOG.warn("Process {} cannot be ended: {}", process.pid(), e.toString());
            }
        }
    }
}
