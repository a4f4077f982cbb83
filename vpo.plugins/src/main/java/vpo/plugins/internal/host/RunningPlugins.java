package vpo.plugins.internal.host;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.lifecycle.DaemonControl;
import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Quarantine;

/**
 * The versions that run, one of each plugin, and how one comes to run and to stop; which one that should be, others
 * decide. On the thread of the host.
 */
final class RunningPlugins {
    /** Why a version does not run whose file in the store is not there, or not as it was. */
    static final String NOT_WHOLE = "has no whole file in the store: put its jar into the folder again";

    private final PluginStore store;
    private final Bundles bundles;
    private final BuiltInPlugins builtIn;
    private final StartJournal journal;
    private final Reasons reasons;
    /** Empty in thought. */
    private final Optional<DaemonControl> daemon;
    private final Clock clock;
    private final Logger log;
    /** By symbolic name. */
    private final Map<String, Running> running = new TreeMap<>();
    /** Whether a start has begun to end the process. */
    private boolean isEnding;

    /** A version that runs. */
    record Running(Bundle bundle, String hash, PluginJar jar) {}

    /** What came of a try. */
    enum Outcome {
        STARTED, WAITS, FAILED
    }

    /**
     * None runs yet.
     *
     * @param reasons learn why one does not run
     * @param daemon starts and stops are its work in flight; empty in thought
     */
    RunningPlugins(PluginStore store, Bundles bundles, BuiltInPlugins builtIn, StartJournal journal, Reasons reasons,
            Optional<DaemonControl> daemon, Clock clock, Logger log) {
        this.store = store;
        this.bundles = bundles;
        this.builtIn = builtIn;
        this.journal = journal;
        this.reasons = reasons;
        this.daemon = daemon;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Such as these, in thought.
     *
     * @param from what runs when it begins
     */
    RunningPlugins rehearsal(Map<String, Running> from, PluginStore other, Bundles stage, StartJournal inMemory,
            Reasons found) {
        RunningPlugins next = new RunningPlugins(other, stage, builtIn, inMemory, found, Optional.empty(), clock,
                NOPLogger.NOP_LOGGER);
        next.running.putAll(from);
        return next;
    }

    /** All of them, by symbolic name and in its order, as they are now. */
    Map<String, Running> all() {
        return Collections.unmodifiableMap(new TreeMap<>(running));
    }

    /** The one with this symbolic name. */
    Optional<Running> of(String symbolicName) {
        return Optional.ofNullable(running.get(symbolicName));
    }

    /** Whether the version with this hash does. */
    boolean isRunning(String hash) {
        return running.values().stream().anyMatch(each -> each.hash().equals(hash));
    }

    /** Runs a version in place of the one that runs, if there is one. If it fails, nothing of the bundle runs. */
    Outcome run(String hash, PluginJar jar, String where, PluginState state)
            throws IOException, InterruptedException {
        if (isEnding) {
            // In its last moments another one might be taken for the cause of its end, or become it.
            throw new CancellationException("the process ends");
        }
        Task task = begin("start of " + jar.describe());
        try (task) {
            return runNow(hash, jar, where, state, task);
        } finally {
            if (isCancelled(task)) {
                // The interrupt was for this start; it may have come when that was over.
                Thread.interrupted();
            }
        }
    }

    /** Whether somebody has cancelled just this, and not all that is in flight because the daemon stops. */
    private boolean isCancelled(Task task) {
        return task != null && task.isCancelled() && !bundles.isStopping();
    }

    /** Null in thought, which {@code try} takes. */
    private Task begin(String work) {
        try {
            return daemon.isPresent() ? daemon.get().beginAdministration(work) : null;
        } catch (TaskRefusedException e) {
            throw (CancellationException) new CancellationException(e.getMessage()).initCause(e);
        }
    }

    private Outcome runNow(String hash, PluginJar jar, String where, PluginState state, Task task)
            throws IOException, InterruptedException {
        String symbolicName = jar.symbolicName();
        if (of(symbolicName).filter(now -> now.hash().equals(hash)).isPresent()) {
            // It was started before, and that could not be written down.
            reasons.clear(symbolicName);
            return Outcome.STARTED;
        }
        Optional<String> deadly = journal.objection(hash);
        if (deadly.isPresent()) {
            Outcome failed = failed(state, hash, jar, where, deadly.get());
            // Only now: until the quarantine is on the disk, nothing else keeps it from being started.
            journal.started(hash);
            return failed;
        }
        if (!isWhole(hash)) {
            reasons.waits(symbolicName, where + jar.describe() + " ", NOT_WHOLE);
            return Outcome.WAITS;
        }
        Optional<Running> old = Optional.ofNullable(running.get(symbolicName));
        long begin = System.nanoTime();
        try {
            Bundle bundle = bundles.install(store.jar(hash));
            Optional<String> missing = missing(bundle, old);
            if (missing.isPresent()) {
                bundles.retire(bundle);
                reasons.waits(symbolicName, where + jar.describe() + " ", missing.get());
                return Outcome.WAITS;
            }
            makeRoom(symbolicName, bundle, task);
            start(bundle, hash);
            running.put(symbolicName, new Running(bundle, hash, jar));
            reasons.clear(symbolicName);
            log.info("{} {}, {} ms", jar.describe(),
                    old.map(each -> "runs in place of " + each.jar().version()).orElse("runs"),
                    (System.nanoTime() - begin) / 1_000_000);
            return Outcome.STARTED;
        } catch (StartFailedException e) {
            log.debug("{} failed", jar.describe(), e);
            if (bundles.isStopping() && !e.endsTheProcess()) {
                throw new CancellationException("the daemon stops in the middle of the start of " + jar.describe());
            }
            isEnding |= e.endsTheProcess();
            return failed(state, hash, jar, where, e.getMessage());
        } catch (InterruptedException e) {
            if (!isCancelled(task)) {
                throw e;
            }
            return failed(state, hash, jar, where, "was cancelled in its start"
                    + task.cancelReason().map(reason -> ": " + reason).orElse(""));
        }
    }

    /** Ends what runs in this bundle's place. If somebody cancels that, the bundle goes, too: nobody is to be wired to it. */
    private void makeRoom(String symbolicName, Bundle bundle, Task task) throws InterruptedException {
        try {
            retire(symbolicName);
            if (isCancelled(task)) {
                throw new InterruptedException("the interrupt may have been taken for one of the stop");
            }
        } catch (InterruptedException e) {
            bundles.retire(bundle);
            throw e;
        }
    }

    /** Whether its file in the store is still what was looked at when it was taken, and trusted. */
    private boolean isWhole(String hash) {
        try {
            return store.holds(hash);
        } catch (IOException e) {
            log.debug("the version {} in the store cannot be read", hash, e);
            return false;
        }
    }

    private void start(Bundle bundle, String hash) throws StartFailedException, InterruptedException {
        journal.starting(hash, !builtIn.holds(hash));
        try {
            bundles.start(bundle);
        } catch (StartFailedException e) {
            bundles.retireUnlessHung(bundle, e);
            throw e;
        } finally {
            if (!bundles.isStopping() || bundles.isStopAsked()) {
                journal.started(hash);
            }
        }
    }

    /** What a version lacks, or what others that run would lack with it in the old one's place. */
    private Optional<String> missing(Bundle bundle, Optional<Running> old) {
        if (old.isEmpty()) {
            return bundles.missing(bundle, Set.of());
        }
        Set<Bundle> leaving = Set.of(old.get().bundle());
        return bundles.missing(bundle, leaving)
                .or(() -> bundles.dependents(old.get().bundle()).stream()
                        .flatMap(each -> bundles.missing(each, leaving).map(
                                lack -> "would leave " + each.getSymbolicName() + " behind, which " + lack).stream())
                        .findFirst());
    }

    private Outcome failed(PluginState state, String hash, PluginJar jar, String where, String reason)
            throws IOException {
        PluginState next = state.quarantine(hash, new Quarantine(reason, clock.instant()));
        store.save(next);
        reasons.wasTold(jar.symbolicName(), Objections.inQuarantine(next.quarantined().get(hash)));
        log.warn("{}{} {}; it is in quarantine, {}", where, jar.describe(), reason,
                next.active().isPresent() ? "and the version before it is put back" : "and nothing runs in its place");
        return Outcome.FAILED;
    }

    /**
     * Stops and uninstalls, with all that is wired to it, that first; the next round brings back what still can run. If
     * somebody cancels that, it is hardly waited for any longer, and goes all the same.
     */
    void retire(String symbolicName) throws InterruptedException {
        Running now = running.get(symbolicName);
        if (now == null) {
            return;
        }
        Task task = begin("stop of " + now.jar().describe());
        try (task) {
            retire(symbolicName, now, task);
        } finally {
            if (isCancelled(task)) {
                // The interrupt was for this stop; it may have come when that was over.
                Thread.interrupted();
            }
        }
    }

    /** @param task of the stop; null if it is none */
    private void retire(String symbolicName, Running now, Task task) throws InterruptedException {
        Set<Bundle> all = new HashSet<>(bundles.dependents(now.bundle()));
        List<String> dependents = running.entrySet().stream().filter(each -> all.contains(each.getValue().bundle()))
                .map(Map.Entry::getKey).toList();
        if (!dependents.isEmpty()) {
            log.info("{} is stopped, and with it what depends on it: {}", symbolicName, String.join(", ", dependents));
        }
        for (String dependent : dependents) {
            retire(running.remove(dependent).bundle(), task);
        }
        // Before it is stopped: if that is cut short, it is not one that runs either.
        running.remove(symbolicName);
        retire(now.bundle(), task);
    }

    private void retire(Bundle bundle, Task task) throws InterruptedException {
        try {
            bundles.retire(bundle);
        } catch (InterruptedException e) {
            if (!isCancelled(task)) {
                throw e;
            }
            log.debug("the stop of {} was cancelled", bundle, e);
        }
    }

    /** The version that runs as this bundle. */
    Optional<Running> of(Bundle bundle) {
        return running.values().stream().filter(each -> each.bundle().equals(bundle)).findFirst();
    }

    /** Puts a version that runs into quarantine, and stops it. */
    void quarantine(Running now, String reason) throws IOException, InterruptedException {
        String symbolicName = now.jar().symbolicName();
        failed(store.state(symbolicName).orElseThrow(), now.hash(), now.jar(), "", reason);
        retire(symbolicName);
    }

    /** Stops everything; not as work in flight, for it is the end of the host. */
    void stopAll() throws InterruptedException {
        for (String symbolicName : List.copyOf(running.keySet())) {
            if (running.containsKey(symbolicName)) {
                retire(symbolicName, running.get(symbolicName), null);
            }
        }
    }
}
