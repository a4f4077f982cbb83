package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Quarantine;
import vpo.plugins.internal.watch.PluginFolders;

/**
 * Brings what runs in line with what is in the folders and in the store, one step after the other, on one thread. For
 * each bundle it runs the best version that there is: what is in the folder, if that may run and does; else the
 * version that the store has as the active one, which ran before.
 */
final class PluginHost {
    private final Logger log;
    private final PluginStore store;
    private final PluginFolders folders;
    private final List<Path> roots;
    private final Intake intake;
    private final Bundles bundles;
    private final StartJournal journal;
    private final Supplier<HostSettings> settings;
    private final Clock clock;
    private final Names names;
    private final Map<String, Running> running = new TreeMap<>();
    /** By symbolic name: why the version in the folder, or any, does not run. */
    private final Map<String, String> waiting = new TreeMap<>();
    /** What was logged last of each, so that the same is not told at every try. */
    private final Map<String, String> told = new TreeMap<>();
    private Set<String> gone = Set.of();
    private volatile HostStatus status = HostStatus.NONE;

    /** A version that runs. */
    record Running(Bundle bundle, String hash, PluginJar jar) {}

    /** What came of a try. */
    private enum Outcome {
        STARTED, WAITS, FAILED
    }

    PluginHost(PluginStore store, List<Path> roots, Bundles bundles, StartJournal journal,
            Supplier<HostSettings> settings, Clock clock) {
        this(store, roots, bundles, journal, settings, clock, LoggerFactory.getLogger(PluginHost.class));
    }

    /**
     * @param log for everything that happens
     */
    PluginHost(PluginStore store, List<Path> roots, Bundles bundles, StartJournal journal,
            Supplier<HostSettings> settings, Clock clock, Logger log) {
        this.log = log;
        this.store = store;
        this.roots = roots;
        this.folders = new PluginFolders(roots);
        this.intake = new Intake(store, folders, log);
        this.bundles = bundles;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
        this.names = new Names(bundles.daemonNames());
    }

    private PluginHost(PluginHost original, Map<String, Running> running, Bundles bundles,
            Supplier<HostSettings> settings) {
        this.log = NOPLogger.NOP_LOGGER;
        this.store = original.store.inMemory();
        this.roots = original.roots;
        this.folders = original.folders;
        this.intake = original.intake.rehearsal(store);
        this.bundles = bundles;
        this.journal = original.journal.inMemory();
        this.settings = settings;
        this.clock = original.clock;
        this.names = original.names;
        this.running.putAll(running);
    }

    /**
     * A copy that goes through the same decisions, and changes nothing but itself.
     *
     * @param from what runs when it begins
     * @param stage the bundles in thought
     * @param other settings that it goes by
     */
    PluginHost rehearsal(Map<String, Running> from, RehearsedBundles stage, Supplier<HostSettings> other) {
        return new PluginHost(this, from, stage, other);
    }

    /** What runs, by symbolic name. */
    Map<String, Running> running() {
        return Map.copyOf(running);
    }

    /** By symbolic name, why the version that is meant, or any, does not run: sentences without their subject. */
    Map<String, String> waiting() {
        return Map.copyOf(waiting);
    }

    /** The plugin folders. */
    List<Path> roots() {
        return roots;
    }

    HostSettings settings() {
        return settings.get();
    }

    boolean isSafeMode() {
        return journal.isSafeMode();
    }

    /** Everything that keeps a jar in a plugin folder from being run, but for what it requires. */
    List<String> objections(Candidate candidate) {
        Optional<PluginState> state = store.state(candidate.jar().symbolicName());
        List<String> all = new ArrayList<>();
        state.map(each -> each.quarantined().get(candidate.hash()))
                .ifPresent(why -> all.add(inQuarantine(why.reason())));
        journal.objection(candidate.hash()).ifPresent(all::add);
        names.objection(candidate.jar(), store.states()).ifPresent(all::add);
        settings.get().trust().objection(candidate.jar().name(), candidate.hash(), candidate.file())
                .ifPresent(all::add);
        return all;
    }

    /** As of the last look. Any thread. */
    HostStatus status() {
        return status;
    }

    PluginStore store() {
        return store;
    }

    Intake intake() {
        return intake;
    }

    /** Whether something waits for what may have changed without a file having changed. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /**
     * One look at the folders, and what follows from it.
     *
     * @param again whether to try what waits, too, if nothing has changed
     */
    void look(boolean again) throws IOException, InterruptedException {
        PluginFolders.Look look = folders.look();
        boolean changed = intake.keepOnly(look.present());
        for (Path file : look.changed()) {
            intake.take(file);
            changed = true;
        }
        changed |= removeGone(look);
        if (changed || again) {
            bringInLine();
        }
    }

    /**
     * A plugin whose files have gone is removed at the second look that finds it so: files are renamed, and replaced.
     */
    private boolean removeGone(PluginFolders.Look look) throws IOException, InterruptedException {
        Map<String, Candidate> best = intake.best();
        Set<String> now = store.states().stream().filter(each -> !best.containsKey(each.symbolicName()))
                .filter(each -> !look.present().contains(each.source()))
                .filter(each -> look.readable().contains(each.source().getParent())
                        || !roots.contains(each.source().getParent()))
                .map(PluginState::symbolicName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> twice = new TreeSet<>(now);
        twice.retainAll(gone);
        gone = now;
        for (String symbolicName : twice) {
            PluginState state = store.state(symbolicName).orElseThrow();
            remove(symbolicName);
            log.info("{} was removed: {} is gone", state.name(), state.source());
        }
        return !twice.isEmpty();
    }

    /** Stops a bundle and forgets it. */
    void remove(String symbolicName) throws IOException, InterruptedException {
        retire(symbolicName);
        store.forget(symbolicName);
        waiting.remove(symbolicName);
    }

    /** Tries everything, and again for as long as something came of it: one may have waited for another. */
    void bringInLine() throws IOException, InterruptedException {
        boolean progress = !journal.isSafeMode();
        while (progress) {
            progress = false;
            Map<String, Candidate> best = intake.best();
            Set<String> all = new TreeSet<>(best.keySet());
            store.states().forEach(each -> all.add(each.symbolicName()));
            waiting.keySet().retainAll(all);
            told.keySet().retainAll(all);
            for (String symbolicName : all) {
                progress |= bringInLine(symbolicName, Optional.ofNullable(best.get(symbolicName)));
            }
        }
        sweep();
        status = describe();
    }

    /** Leaves only those versions in the store that something is to come of. */
    void sweep() throws IOException {
        store.sweep(intake.all().stream().map(Candidate::hash).collect(Collectors.toSet()));
    }

    private boolean bringInLine(String symbolicName, Optional<Candidate> candidate)
            throws IOException, InterruptedException {
        Optional<PluginState> state = store.state(symbolicName);
        if (state.isPresent() && !state.get().enabled()) {
            waiting.remove(symbolicName);
            retire(symbolicName);
            return false;
        }
        Optional<String> active = state.flatMap(PluginState::active);
        Optional<String> objection = Optional.empty();
        if (candidate.isPresent()) {
            objection = objection(candidate.get(), state);
            if (objection.isEmpty() && !active.equals(Optional.of(candidate.get().hash()))) {
                return update(candidate.get(), state);
            }
            if (objection.isEmpty() && !state.orElseThrow().source().equals(candidate.get().file())) {
                store.save(state.get().from(candidate.get().file()));
            }
        }
        boolean progress = active.isPresent() && runActive(symbolicName, active.get());
        objection.ifPresent(reason -> waits(symbolicName, candidate.get().file() + " ", reason));
        return progress;
    }

    /** Why the file in the folder is not to be run. */
    private Optional<String> objection(Candidate candidate, Optional<PluginState> state) {
        PluginJar jar = candidate.jar();
        Optional<Quarantine> quarantine = state.map(each -> each.quarantined().get(candidate.hash()));
        if (quarantine.isPresent()) {
            return Optional.of(inQuarantine(quarantine.get().reason()));
        }
        return names.objection(jar, store.states())
                .or(() -> settings.get().trust().objection(jar.name(), candidate.hash(), candidate.file()));
    }

    private static String inQuarantine(String reason) {
        return "is in quarantine: it " + reason;
    }

    private boolean update(Candidate candidate, Optional<PluginState> before) throws IOException, InterruptedException {
        String symbolicName = candidate.jar().symbolicName();
        PluginState state = before
                .orElseGet(() -> PluginState.of(symbolicName, candidate.jar().name(), candidate.file()))
                .from(candidate.file());
        Outcome outcome = run(candidate.hash(), candidate.jar(), candidate.file() + " ", state);
        if (outcome == Outcome.STARTED) {
            store.save(state.activated(candidate.hash(), candidate.jar().name()));
            return true;
        }
        if (outcome == Outcome.WAITS && state.active().isPresent()) {
            String reason = waiting.get(symbolicName);
            boolean progress = runActive(symbolicName, state.active().get());
            waiting.put(symbolicName, reason);
            return progress;
        }
        // A failed one is in quarantine now: the next round runs the one before it.
        return outcome == Outcome.FAILED;
    }

    /** Runs the active version if it does not run. */
    private boolean runActive(String symbolicName, String hash) throws IOException, InterruptedException {
        Running now = running.get(symbolicName);
        if (now != null && now.hash().equals(hash)) {
            waiting.remove(symbolicName);
            return false;
        }
        PluginState state = store.state(symbolicName).orElseThrow();
        Optional<PluginJar> jar = intake.stored(hash);
        if (jar.isEmpty()) {
            waits(symbolicName, state.name() + " ",
                    "has no whole file in the store: put its jar into the folder again");
            return false;
        }
        Optional<String> objection = names.objection(jar.get(), store.states())
                .or(() -> settings.get().trust().objection(jar.get().name(), hash, state.source()));
        if (objection.isPresent()) {
            waits(symbolicName, jar.get().describe() + " ", objection.get());
            return false;
        }
        // Progress also after a failure: another version may have become the active one.
        return run(hash, jar.get(), "", state) != Outcome.WAITS;
    }

    /** Runs a version in place of the one that runs, if there is one. If it fails, nothing of the bundle runs. */
    private Outcome run(String hash, PluginJar jar, String where, PluginState state)
            throws IOException, InterruptedException {
        String symbolicName = jar.symbolicName();
        Optional<String> deadly = journal.objection(hash);
        if (deadly.isPresent()) {
            journal.started(hash);
            return failed(state, hash, jar, where, deadly.get());
        }
        Optional<Running> old = Optional.ofNullable(running.get(symbolicName));
        long begin = System.nanoTime();
        try {
            Bundle bundle = bundles.install(store.jar(hash));
            Optional<String> missing = missing(bundle, old);
            if (missing.isPresent()) {
                bundles.retire(bundle);
                waits(symbolicName, where + jar.describe() + " ", missing.get());
                return Outcome.WAITS;
            }
            retire(symbolicName);
            journal.starting(hash);
            try {
                bundles.start(bundle);
            } catch (StartFailedException e) {
                bundles.retireUnlessHung(bundle, e);
                throw e;
            } finally {
                journal.started(hash);
            }
            running.put(symbolicName, new Running(bundle, hash, jar));
            waiting.remove(symbolicName);
            log.info("{} {}, {} ms", jar.describe(),
                    old.map(each -> "runs in place of " + each.jar().version()).orElse("runs"),
                    (System.nanoTime() - begin) / 1_000_000);
            return Outcome.STARTED;
        } catch (StartFailedException e) {
            log.debug("{} failed", jar.describe(), e);
            return failed(state, hash, jar, where, e.getMessage());
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
        told.put(jar.symbolicName(), inQuarantine(next.quarantined().get(hash).reason()));
        log.warn("{}{} {}; it is in quarantine, {}", where, jar.describe(), reason,
                next.active().isPresent() ? "and the version before it is put back" : "and nothing runs in its place");
        return Outcome.FAILED;
    }

    private void waits(String symbolicName, String who, String reason) {
        waiting.put(symbolicName, reason);
        if (!reason.equals(told.put(symbolicName, reason))) {
            if (settings.get().warn()) {
                log.warn("{}{}", who, reason);
            } else {
                log.info("{}{}", who, reason);
            }
        }
    }

    /**
     * Stops and uninstalls, with all that is wired to it, that first; the next round brings back what still can run.
     */
    private void retire(String symbolicName) throws InterruptedException {
        Running now = running.get(symbolicName);
        if (now == null) {
            return;
        }
        Set<Bundle> all = new HashSet<>(bundles.dependents(now.bundle()));
        List<String> dependents = running.entrySet().stream().filter(each -> all.contains(each.getValue().bundle()))
                .map(Map.Entry::getKey).toList();
        if (!dependents.isEmpty()) {
            log.info("{} is stopped, and with it what depends on it: {}", symbolicName, String.join(", ", dependents));
        }
        for (String dependent : dependents) {
            bundles.retire(running.remove(dependent).bundle());
        }
        bundles.retire(now.bundle());
        running.remove(symbolicName);
    }

    /** Puts what runs under this name into quarantine, and goes on with the version before it. */
    void quarantine(String name, String reason) throws IOException, InterruptedException {
        for (Running each : List.copyOf(running.values())) {
            if (each.jar().name().equals(name)) {
                PluginState state = store.state(each.jar().symbolicName()).orElseThrow();
                failed(state, each.hash(), each.jar(), "", reason);
                retire(each.jar().symbolicName());
            }
        }
        bringInLine();
    }

    /** Stops everything. */
    void stopAll() throws InterruptedException {
        for (String symbolicName : List.copyOf(running.keySet())) {
            retire(symbolicName);
        }
    }

    private HostStatus describe() {
        List<String> quarantined = store.states().stream().flatMap(state -> state.quarantined().entrySet().stream()
                .map(each -> state.name() + " " + each.getKey().substring(0, 12) + " " + each.getValue().reason()))
                .toList();
        List<String> all = Stream.concat(waiting.entrySet().stream(), intake.problems().entrySet().stream())
                .map(each -> each.getKey() + " " + each.getValue()).toList();
        return new HostStatus(running.values().stream().map(each -> each.jar().describe()).toList(), all, quarantined,
                journal.isSafeMode());
    }
}
