package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;

import vpo.plugins.internal.host.OperatorReport.Details;
import vpo.plugins.internal.host.OperatorReport.Held;
import vpo.plugins.internal.host.OperatorReport.Kept;
import vpo.plugins.internal.host.OperatorReport.State;
import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Quarantine;
import vpo.plugins.internal.trust.Acknowledgments;

/** Makes reports of what a host knows. */
final class OperatorReports {
    private final PluginHost host;
    private final boolean live;
    private final HostedBundles bundles;

    /**
     * @param live whether that host runs anything, or only would
     */
    OperatorReports(PluginHost host, boolean live, HostedBundles bundles) {
        this.host = host;
        this.live = live;
        this.bundles = bundles;
    }

    /** All, in the order of their names. */
    List<OperatorReport> all() {
        Map<String, List<Candidate>> candidates = host.intake().candidates();
        Set<String> symbolicNames = new TreeSet<>(candidates.keySet());
        host.store().states().forEach(each -> symbolicNames.add(each.symbolicName()));
        return symbolicNames.stream().map(each -> report(each, candidates)).flatMap(Optional::stream)
                .sorted(Comparator.comparing(each -> each.jar().name())).toList();
    }

    /** Of one bundle; empty if there is none of that symbolic name. */
    Optional<OperatorReport> of(String symbolicName) {
        return report(symbolicName, host.intake().candidates());
    }

    private Optional<OperatorReport> report(String symbolicName, Map<String, List<Candidate>> candidates) {
        Optional<Candidate> candidate = candidates.getOrDefault(symbolicName, List.of()).stream().findFirst();
        Optional<PluginState> state = host.store().state(symbolicName);
        Optional<RunningPlugins.Running> runs = Optional.ofNullable(host.running().get(symbolicName));
        Optional<String> meant = candidate.map(Candidate::hash).or(() -> state.flatMap(PluginState::active))
                .or(() -> state.flatMap(each -> each.kept().stream().findFirst()));
        Optional<String> hash = runs.map(RunningPlugins.Running::hash).or(() -> meant);
        Optional<PluginJar> jar = runs.map(RunningPlugins.Running::jar).or(() -> candidate.map(Candidate::jar))
                .or(() -> hash.flatMap(host.intake()::stored));
        if (hash.isEmpty() || jar.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> waits = Optional.ofNullable(host.waiting().get(symbolicName));
        boolean held = state.isPresent() && state.get().quarantined().containsKey(meant.orElseThrow());
        State now;
        if (state.isPresent() && !state.get().enabled()) {
            now = State.DISABLED;
        } else if (runs.isPresent()) {
            now = live ? State.RUNNING : State.READY;
        } else {
            now = held ? State.QUARANTINE : State.WAITING;
        }
        boolean another = runs.isPresent() && candidate.isPresent() && !meant.equals(hash);
        Optional<String> newer = another
                ? Optional.of(candidate.get().jar().version() + " in " + candidate.get().file() + " "
                        + waits.orElse("is not the one that runs"))
                : Optional.empty();
        Optional<Path> source = state.map(PluginState::source);
        Path file = (another ? source : candidate.map(Candidate::file).or(() -> source)).orElseThrow();
        return Optional.of(new OperatorReport(jar.get(), hash.get(), now,
                runs.isPresent() || now == State.DISABLED ? Optional.empty() : waits, newer, file,
                host.isBuiltIn(hash.get())));
    }

    /**
     * More of one.
     *
     * @param store what is kept for good
     */
    Details details(OperatorReport report, PluginStore store, Acknowledgments acknowledgments, Path data) {
        String symbolicName = report.jar().symbolicName();
        Optional<PluginState> state = store.state(symbolicName);
        List<Kept> kept = state.map(PluginState::kept).orElse(List.of()).stream()
                .map(each -> new Kept(each, version(each), state.get().active().equals(Optional.of(each)))).toList();
        List<Held> held = new ArrayList<>();
        state.map(PluginState::quarantined).orElse(Map.of()).forEach((hash, why) -> held.add(held(hash, why)));
        held.sort(Comparator.comparing(Held::since));
        Optional<RunningPlugins.Running> runs = Optional.ofNullable(host.running().get(symbolicName));
        return new Details(acknowledged(report, acknowledgments), kept, held,
                runs.map(each -> names(bundles.suppliers(each.bundle()))).orElse(List.of()),
                runs.map(each -> names(users(each.bundle()))).orElse(List.of()),
                data.resolve("plugin-data").resolve(report.jar().name()));
    }

    private static Optional<Boolean> acknowledged(OperatorReport report, Acknowledgments acknowledgments) {
        try {
            return Optional.of(acknowledgments.isAcknowledged(report.jar().name(), report.hash()));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private Held held(String hash, Quarantine why) {
        return new Held(hash, version(hash), why.since(), why.reason());
    }

    private Optional<String> version(String hash) {
        return host.intake().all().stream().filter(each -> each.hash().equals(hash)).findFirst().map(Candidate::jar)
                .or(() -> host.intake().stored(hash)).map(each -> each.version().toString());
    }

    private List<Bundle> users(Bundle bundle) {
        return running().map(RunningPlugins.Running::bundle).filter(each -> bundles.suppliers(each).contains(bundle))
                .toList();
    }

    private List<String> names(Collection<Bundle> some) {
        return running().filter(each -> some.contains(each.bundle())).map(each -> each.jar().name()).sorted().toList();
    }

    private Stream<RunningPlugins.Running> running() {
        return host.running().values().stream();
    }
}
