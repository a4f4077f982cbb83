package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPLogger;

import vpo.lifecycle.DaemonControl;
import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
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
    private final BuiltInPlugins builtIn;
    private final StartJournal journal;
    private final Supplier<HostSettings> settings;
    private final TableCheck tables;
    private final Names names;
    private final RunningPlugins running;
    private final Objections objections;
    private final Reasons reasons;
    private Set<String> gone = Set.of();
    /** Whether the last look has seen all there is in the plugin folders, and nothing that is still to be taken. */
    private boolean knowsFiles;
    private boolean settling;
    /** Whether something was cut short that the next look is to go on with. */
    private boolean unfinished;
    private volatile HostStatus status = HostStatus.NONE;

    /**
     * @param roots the plugin folders
     * @param tables asked before each start
     * @param daemon starts and stops of plugins are work in flight: a stop of the daemon waits for the one that goes on,
     *            and no other is begun. As administration they go on while it drains quietly
     */
    PluginHost(PluginStore store, List<Path> roots, BuiltInPlugins builtIn, Bundles bundles, StartJournal journal,
            Supplier<HostSettings> settings, TableCheck tables, DaemonControl daemon, Clock clock) {
        this(store, roots, builtIn, bundles, journal, settings, tables, Optional.of(daemon), clock,
                LoggerFactory.getLogger(PluginHost.class));
    }

    private PluginHost(PluginStore store, List<Path> roots, BuiltInPlugins builtIn, Bundles bundles,
            StartJournal journal, Supplier<HostSettings> settings, TableCheck tables, Optional<DaemonControl> daemon,
            Clock clock, Logger log) {
        this.log = log;
        this.store = store;
        this.roots = roots;
        this.folders = new PluginFolders(roots);
        this.intake = new Intake(store, folders, log);
        this.builtIn = builtIn;
        this.journal = journal;
        this.settings = settings;
        this.tables = tables;
        this.names = new Names(bundles.daemonNames());
        this.reasons = new Reasons(log, () -> settings.get().warn());
        this.running = new RunningPlugins(store, bundles, builtIn, journal, reasons, daemon, clock, log);
        this.objections = new Objections(store, intake, builtIn, journal, settings, tables, names,
                running::isRunning);
    }

    private PluginHost(PluginHost original, Map<String, RunningPlugins.Running> from, Bundles bundles,
            Supplier<HostSettings> settings) {
        this.log = NOPLogger.NOP_LOGGER;
        this.store = original.store.inMemory();
        this.roots = original.roots;
        this.folders = original.folders;
        this.intake = original.intake.rehearsal(store);
        this.builtIn = original.builtIn;
        this.journal = original.journal.inMemory();
        this.settings = settings;
        this.tables = original.tables;
        this.names = original.names;
        this.reasons = new Reasons(log, () -> settings.get().warn());
        this.running = original.running.rehearsal(from, store, bundles, journal, reasons);
        this.objections = new Objections(store, intake, builtIn, journal, settings, tables, names,
                running::isRunning);
    }

    /** One that goes through the decisions of the next start, and changes nothing but itself. */
    static PluginHost rehearsal(PluginStore store, List<Path> roots, BuiltInPlugins builtIn, RehearsedBundles stage,
            StartJournal journal, Supplier<HostSettings> settings, TableCheck tables, Clock clock) {
        return new PluginHost(store.inMemory(), roots, builtIn, stage, journal.inMemory(), settings, tables,
                Optional.empty(), clock, NOPLogger.NOP_LOGGER);
    }

    /**
     * A copy that goes through the same decisions, and changes nothing but itself.
     *
     * @param from what runs when it begins
     * @param stage the bundles in thought
     * @param other settings that it goes by
     */
    PluginHost rehearsal(Map<String, RunningPlugins.Running> from, RehearsedBundles stage,
            Supplier<HostSettings> other) {
        return new PluginHost(this, from, stage, other);
    }

    /** What runs, by symbolic name. */
    Map<String, RunningPlugins.Running> running() {
        return running.all();
    }

    /** By symbolic name, why the version that is meant, or any, does not run: sentences without their subject. */
    Map<String, String> waiting() {
        return Map.copyOf(reasons.all());
    }

    /** The plugin folders. */
    List<Path> roots() {
        return roots;
    }

    HostSettings settings() {
        return settings.get();
    }

    /** Whether this start does without the plugins of others. */
    boolean isSafeMode() {
        return journal.isSafeMode();
    }

    /** Whether this version came with the daemon. */
    boolean isBuiltIn(String hash) {
        return builtIn.holds(hash);
    }

    /** Why versions are not to be run. */
    Objections objections() {
        return objections;
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

    /**
     * What runs before the first look: the daemon's own plugins, which the daemon is not ready without, and then what
     * the store has as active.
     */
    void begin() throws IOException, InterruptedException {
        unfinished = true;
        intake.takeBuiltIn(builtIn);
        for (Map.Entry<String, List<Candidate>> own : intake.candidates().entrySet()) {
            bringInLine(own.getKey(), own.getValue());
        }
        status = describe();
        bringInLine();
    }

    /** Whether the next look should come soon: a file has changed, and may be whole by now. */
    boolean isSettling() {
        return settling;
    }

    /** Whether something waits for what may have changed without a file having changed. */
    boolean isWaiting() {
        return !reasons.all().isEmpty() || intake.hasUnread();
    }

    /**
     * One look at the folders, and what follows from it.
     *
     * @param again whether to try what waits, too, if nothing has changed
     */
    void look(boolean again) throws IOException, InterruptedException {
        if (again) {
            unfinished |= intake.tryAgain(builtIn);
        }
        PluginFolders.Look look = folders.look();
        settling = look.settling();
        knowsFiles = !settling && look.readable().containsAll(roots);
        unfinished |= intake.keepOnly(look.present());
        // First: no look tells of a change twice, whatever comes of this one.
        unfinished |= !look.changed().isEmpty();
        look.changed().forEach(intake::take);
        removeGone(look);
        if (unfinished || again) {
            bringInLine();
        }
    }

    /**
     * A plugin whose files have gone, or are another bundle's now, is removed at the second look that finds it so: files
     * are renamed, and replaced.
     */
    private void removeGone(PluginFolders.Look look) throws IOException, InterruptedException {
        Set<String> had = intake.candidates().keySet();
        Set<String> now = store.states().stream().filter(each -> !had.contains(each.symbolicName()))
                .filter(each -> !look.present().contains(each.source()) || intake.isCandidate(each.source()))
                .filter(each -> roots.contains(each.source().getParent())
                        ? look.readable().contains(each.source().getParent())
                        : !intake.isOurs(each.source()) && intake.knowsBuiltIn())
                .map(PluginState::symbolicName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> twice = new TreeSet<>(now);
        twice.retainAll(gone);
        gone = now;
        unfinished |= !twice.isEmpty();
        for (String symbolicName : twice) {
            PluginState state = store.state(symbolicName).orElseThrow();
            try (var _ = about(state.name())) {
                remove(symbolicName);
                log.info("{} was removed: its jar {} has gone", state.name(), state.source());
            }
        }
    }

    /** Stops a bundle and forgets it. */
    void remove(String symbolicName) throws IOException, InterruptedException {
        running.retire(symbolicName);
        store.forget(symbolicName);
        reasons.clear(symbolicName);
    }

    /** Tries everything, and again for as long as something came of it: one may have waited for another. */
    void bringInLine() throws IOException, InterruptedException {
        unfinished = true;
        boolean progress = true;
        while (progress) {
            progress = false;
            Map<String, List<Candidate>> candidates = intake.candidates();
            Set<String> all = new TreeSet<>(candidates.keySet());
            store.states().forEach(each -> all.add(each.symbolicName()));
            reasons.keepOnly(all);
            for (String symbolicName : all) {
                progress |= bringInLine(symbolicName, candidates.getOrDefault(symbolicName, List.of()));
            }
        }
        sweep();
        status = describe();
        unfinished = false;
    }

    /** Leaves only those versions in the store that something is to come of, and forgets what was known of the others. */
    void sweep() throws IOException {
        Set<String> there = intake.all().stream().map(Candidate::hash).collect(Collectors.toSet());
        if (knowsFiles && !intake.hasUnread()) {
            store.forgetQuarantines(there);
        }
        Set<String> swept = store.sweep(there);
        intake.forget(swept);
        tables.forget(swept);
    }

    private boolean bringInLine(String symbolicName, List<Candidate> candidates)
            throws IOException, InterruptedException {
        String name = candidates.stream().map(each -> each.jar().name()).findFirst()
                .or(() -> store.state(symbolicName).map(PluginState::name)).orElse(symbolicName);
        try (var _ = about(name)) {
            return step(symbolicName, candidates);
        }
    }

    /** What is logged until this is closed is about this plugin. */
    private static MDC.MDCCloseable about(String name) {
        return MDC.putCloseable("plugin", name);
    }

    /**
     * Takes one step towards the best version that may run: what is meant, else what is active, else the next best that
     * there is.
     */
    private boolean step(String symbolicName, List<Candidate> candidates) throws IOException, InterruptedException {
        if (store.state(symbolicName).isEmpty() && waitsToBeEnabled(candidates)) {
            store.save(PluginState.of(symbolicName, candidates.getFirst().jar().name(), candidates.getFirst().file())
                    .enabled(false));
        }
        Optional<PluginState> state = store.state(symbolicName);
        if (state.isPresent() && !state.get().enabled()) {
            reasons.clear(symbolicName);
            // What has stopped with it is tried again, and says why it waits.
            boolean ran = running.of(symbolicName).isPresent();
            running.retire(symbolicName);
            return ran;
        }
        if (candidates.isEmpty()) {
            return runActive(symbolicName);
        }
        Candidate best = candidates.getFirst();
        if (isAsMeant(best, state)) {
            reasons.clear(symbolicName);
            return false;
        }
        Optional<String> objection = objections.first(best, state);
        if (objection.isEmpty()) {
            return runOrUpdate(best, state);
        }
        boolean progress = runActive(symbolicName);
        if (!progress && running.of(symbolicName).isEmpty()) {
            Optional<Candidate> next = candidates.stream().skip(1)
                    .filter(each -> objections.first(each, state).isEmpty()).findFirst();
            if (next.isPresent()) {
                progress = runOrUpdate(next.get(), state);
            }
        }
        reasons.waits(symbolicName, best.file() + " ", objection.get());
        return progress;
    }

    /** Whether it is a first-party plugin that does not run before somebody has said so. */
    private boolean waitsToBeEnabled(List<Candidate> candidates) {
        return !candidates.isEmpty() && candidates.stream()
                .allMatch(each -> each.builtIn() && !builtIn.byHash().get(each.hash()).enabled());
    }

    /** Whether that very file runs: nothing is to be asked, or looked up, of those many that do. */
    private boolean isAsMeant(Candidate best, Optional<PluginState> state) {
        return running.of(best.jar().symbolicName()).filter(now -> now.hash().equals(best.hash())).isPresent()
                && state.isPresent() && state.get().active().equals(Optional.of(best.hash()))
                && state.get().source().equals(best.file());
    }

    private boolean runOrUpdate(Candidate candidate, Optional<PluginState> state)
            throws IOException, InterruptedException {
        if (!state.flatMap(PluginState::active).equals(Optional.of(candidate.hash()))) {
            return update(candidate, state);
        }
        if (!state.orElseThrow().source().equals(candidate.file())) {
            store.save(state.get().from(candidate.file()));
        }
        return runActive(candidate.jar().symbolicName());
    }

    private boolean update(Candidate candidate, Optional<PluginState> before) throws IOException, InterruptedException {
        String symbolicName = candidate.jar().symbolicName();
        PluginState state = before
                .orElseGet(() -> PluginState.of(symbolicName, candidate.jar().name(), candidate.file()))
                .from(candidate.file());
        RunningPlugins.Outcome outcome = running.run(candidate.hash(), candidate.jar(), candidate.file() + " ", state);
        if (outcome == RunningPlugins.Outcome.STARTED) {
            store.save(state.activated(candidate.hash(), candidate.jar().name()));
            return true;
        }
        if (outcome == RunningPlugins.Outcome.WAITS && state.active().isPresent()) {
            String reason = reasons.of(symbolicName);
            boolean progress = runActive(symbolicName);
            reasons.restore(symbolicName, reason);
            return progress;
        }
        // A failed one is in quarantine now: the next round runs the one before it.
        return outcome == RunningPlugins.Outcome.FAILED;
    }

    /** Runs the active version, if there is one and it does not run. */
    private boolean runActive(String symbolicName) throws IOException, InterruptedException {
        PluginState state = store.state(symbolicName).orElse(null);
        if (state == null || state.active().isEmpty()) {
            return false;
        }
        String hash = state.active().get();
        if (running.of(symbolicName).filter(now -> now.hash().equals(hash)).isPresent()) {
            reasons.clear(symbolicName);
            return false;
        }
        Optional<PluginJar> jar = intake.known(hash);
        if (jar.isEmpty()) {
            reasons.waits(symbolicName, state.name() + " ", RunningPlugins.NOT_WHOLE);
            return false;
        }
        Optional<String> objection = objections.first(jar.get(), hash, state.source());
        if (objection.isPresent()) {
            reasons.waits(symbolicName, jar.get().describe() + " ", objection.get());
            return false;
        }
        // Progress also after a failure: another version may have become the active one.
        return running.run(hash, jar.get(), "", state) != RunningPlugins.Outcome.WAITS;
    }

    /**
     * Puts the version that runs as this bundle into quarantine, and goes on with the version before it. What is left of
     * an old version says nothing of the one that runs now.
     */
    void quarantine(Bundle bundle, String reason) throws IOException, InterruptedException {
        Optional<RunningPlugins.Running> now = running.of(bundle);
        if (now.isEmpty()) {
            return;
        }
        try (var _ = about(now.get().jar().name())) {
            running.quarantine(now.get(), reason);
        }
        bringInLine();
    }

    /** Stops everything; not as work in flight, for it is the end of the host. */
    void stopAll() throws InterruptedException {
        running.stopAll();
    }

    private HostStatus describe() {
        List<String> quarantined = store.states().stream().flatMap(state -> state.quarantined().entrySet().stream()
                .map(each -> state.name() + " " + each.getKey().substring(0, 12) + " " + each.getValue().reason()))
                .toList();
        List<String> all = Stream.concat(reasons.all().entrySet().stream(), intake.problems().entrySet().stream())
                .map(each -> each.getKey() + " " + each.getValue()).toList();
        return new HostStatus(true, running.all().values().stream().map(each -> each.jar().describe()).toList(), all,
                quarantined,
                journal.isSafeMode());
    }
}
