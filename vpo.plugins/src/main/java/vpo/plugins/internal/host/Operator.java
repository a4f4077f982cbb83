package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.Quarantine;
import vpo.plugins.internal.trust.Acknowledgments;

/**
 * What an operator can ask for, with a daemon and without one: whatever is done is written first, and then followed by
 * whoever is there to follow. On the host's thread.
 */
final class Operator {
    private static final int LEAST_PREFIX = 4;

    private final OperatorDesk desk;
    private final HostedBundles bundles;
    private final Acknowledgments acknowledgments;
    private final OperatorNames names;
    private final OperatorInspection inspection;
    private final OperatorFiles files;
    private final OperatorChanges changes;
    private final Path data;
    private final Clock clock;

    /**
     * @param bundles of the framework, to look at
     * @param acknowledgments to ask and to add to
     * @param data the data directory
     */
    Operator(OperatorDesk desk, HostedBundles bundles, Acknowledgments acknowledgments, Path data, Clock clock) {
        this.desk = desk;
        this.bundles = bundles;
        this.acknowledgments = acknowledgments;
        this.names = new OperatorNames(desk);
        this.inspection = new OperatorInspection(desk);
        this.files = new OperatorFiles(desk);
        this.changes = new OperatorChanges(desk, bundles);
        this.data = data;
        this.clock = clock;
    }

    /**
     * Does what is asked for.
     *
     * @return what was done, or why it was not
     */
    OperatorAnswer perform(OperatorRequest request) throws IOException, InterruptedException {
        try {
            return switch (request.action()) {
                case "list" -> list(request);
                case "show" -> show(request);
                case "check" -> {
                    OperatorAnswer answer = check(request);
                    desk.host().sweep();
                    yield answer;
                }
                case "install" -> install(request);
                case "acknowledge" -> acknowledge(request);
                case "enable" -> enable(request);
                case "disable" -> disable(request);
                case "rollback" -> rollback(request);
                case "remove" -> remove(request);
                default -> throw new OperatorRefusal("the daemon does not know '" + request.action()
                        + "': is it of the same version as this command?");
            };
        } catch (OperatorRefusal e) {
            return OperatorAnswer.refused(e.getMessage());
        }
    }

    private OperatorReports reports() {
        return new OperatorReports(desk.host(), desk.live(), bundles);
    }

    // What is there

    private OperatorAnswer list(OperatorRequest request) {
        PluginHost host = desk.host();
        List<OperatorReport> all = reports().all();
        Map<Path, String> problems = host.intake().problems();
        return OperatorAnswer.done(request.is(OperatorRequest.JSON)
                ? OperatorJson.list(desk.live(), host.isSafeMode(), all, problems)
                : OperatorText.list(desk.live(), host.isSafeMode(), host.roots(), all, problems));
    }

    private OperatorAnswer show(OperatorRequest request) throws OperatorRefusal {
        OperatorReport report = report(symbolicName(request));
        OperatorReport.Details details = reports().details(report, desk.store(), acknowledgments, data);
        return OperatorAnswer.done(request.is(OperatorRequest.JSON)
                ? OperatorJson.show(report, details)
                : OperatorText.show(report, details));
    }

    private OperatorReport report(String symbolicName) throws OperatorRefusal {
        return reports().of(symbolicName).orElseThrow(() -> new OperatorRefusal(
                symbolicName + " has no whole file, neither in a plugin folder nor in the store"));
    }

    private String symbolicName(OperatorRequest request) throws OperatorRefusal {
        return names.symbolicName(request.get(OperatorRequest.NAME));
    }

    private PluginState state(String symbolicName) {
        return desk.store().state(symbolicName).orElseGet(() -> {
            Candidate candidate = desk.host().intake().candidates().get(symbolicName).getFirst();
            return PluginState.of(symbolicName, candidate.jar().name(), candidate.file());
        });
    }

    // A file

    private OperatorAnswer check(OperatorRequest request)
            throws OperatorRefusal, IOException, InterruptedException {
        boolean json = request.is(OperatorRequest.JSON);
        Path file = path(request, OperatorRequest.FILE);
        Candidate found;
        try {
            found = inspection.examine(file, path(request, OperatorRequest.JAR));
        } catch (OperatorRefusal e) {
            return json
                    ? new OperatorAnswer(1, OperatorJson.unusable(file, e.getMessage()), "")
                    : new OperatorAnswer(1, file + " " + e.getMessage() + "\n", "");
        }
        OperatorInspection.Verdict verdict = inspection.verdict(found);
        List<String> objections = verdict.objections();
        return new OperatorAnswer(objections.isEmpty() ? 0 : 1, json
                ? OperatorJson.check(file, found, objections, verdict.plan())
                : OperatorText.check(found, objections, verdict.plan()), "");
    }

    /** A file's place, or its mere name, as uploads have. */
    private static Path path(OperatorRequest request, String key) throws OperatorRefusal {
        try {
            Path path = Path.of(request.get(key));
            boolean named = path.isAbsolute() || path.getNameCount() == 1 && key.equals(OperatorRequest.FILE);
            if (path.getFileName() == null || path.toString().isEmpty() || !named) {
                throw new OperatorRefusal("'" + path + "' is not the name of a file");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new OperatorRefusal("'" + request.get(key) + "' is not the name of a file");
        }
    }

    private HostSettings trusting(Candidate found) {
        return desk.host().settings().trusting(found.jar().name(), found.hash());
    }

    /** The settings that would be in force once it is acknowledged: that counts only where trust is given so. */
    private HostSettings acknowledging(Candidate found) {
        return desk.host().settings().trust().isByAcknowledgment() ? trusting(found) : desk.host().settings();
    }

    private OperatorAnswer install(OperatorRequest request)
            throws OperatorRefusal, IOException, InterruptedException {
        Path file = path(request, OperatorRequest.FILE);
        Candidate found;
        try {
            found = inspection.examine(file, path(request, OperatorRequest.JAR));
        } catch (OperatorRefusal e) {
            throw new OperatorRefusal(file + " " + e.getMessage());
        }
        OperatorInspection.Verdict verdict = inspection.verdict(found);
        if (!verdict.lasting().isEmpty()) {
            throw new OperatorRefusal(verdict.lasting().stream().map(each -> file + " " + each)
                    .collect(Collectors.joining("\n")));
        }
        Path target = found.file();
        String symbolicName = found.jar().symbolicName();
        files.refuseToReplaceAnother(target, symbolicName);
        boolean acknowledges = request.is(OperatorRequest.ACKNOWLEDGE);
        String what = found.jar().describe() + " is installed as " + target + "\nSHA-256 " + found.hash()
                + (acknowledges ? ", acknowledged" : "");
        if (request.is(OperatorRequest.DRY_RUN)) {
            return changes.rehearsed(request, found.jar().describe() + " would be installed as " + target + "\nSHA-256 "
                    + found.hash(), symbolicName,
                    // One that is not there yet is trusted, or not, for the folder that it will be in.
                    desk.host().objections().untrusted(found).isEmpty()
                            ? () -> trusting(found)
                            : () -> acknowledges ? acknowledging(found) : desk.host().settings(),
                    host -> host.intake().suppose(found));
        }
        return changes.done(request, symbolicName, () -> {
            if (acknowledges) {
                writeAcknowledged(found);
            } else {
                files.write(found);
            }
            files.deleteOthers(found);
            return what;
        }, () -> isInQuarantine(found));
    }

    /**
     * The acknowledgment first, as it can be taken back, and a jar that has replaced another cannot. The host looks at
     * neither until both are there, or none.
     */
    private void writeAcknowledged(Candidate found) throws OperatorRefusal {
        boolean before = !acknowledge(found);
        try {
            files.write(found);
        } catch (OperatorRefusal e) {
            throw before ? e : new OperatorRefusal(e.getMessage() + takeBack(found));
        }
    }

    private boolean isInQuarantine(Candidate found) {
        return desk.store().state(found.jar().symbolicName())
                .filter(each -> each.quarantined().containsKey(found.hash())).isPresent();
    }

    private OperatorAnswer acknowledge(OperatorRequest request)
            throws OperatorRefusal, IOException, InterruptedException {
        String symbolicName = symbolicName(request);
        String hash = request.get(OperatorRequest.VERSION);
        Candidate best = desk.host().intake().all().stream()
                .filter(each -> each.jar().symbolicName().equals(symbolicName) && !each.builtIn())
                .filter(each -> each.hash().startsWith(hash)).max(Candidate.ORDER)
                .orElseThrow(() -> new OperatorRefusal("no plugin folder has a whole jar of "
                        + request.get(OperatorRequest.NAME)
                        + (hash.isEmpty() ? "" : " whose SHA-256 begins with " + hash)));
        String which = best.jar().describe() + " in " + best.file();
        if (request.is(OperatorRequest.DRY_RUN)) {
            return changes.rehearsed(request, which + " would be acknowledged\nSHA-256 " + best.hash(), symbolicName,
                    () -> acknowledging(best), _ -> {});
        }
        return changes.done(request, symbolicName, () -> {
            acknowledge(best);
            return which + " is acknowledged\nSHA-256 " + best.hash();
        });
    }

    /** Whether it was not acknowledged before. */
    private boolean acknowledge(Candidate candidate) throws OperatorRefusal {
        try {
            return acknowledgments.acknowledge(candidate.jar().name(), candidate.hash());
        } catch (SQLException e) {
            throw new OperatorRefusal("the acknowledgment cannot be written: " + e.getMessage());
        }
    }

    /** What is to be said if it cannot be done. */
    private String takeBack(Candidate candidate) {
        try {
            acknowledgments.revoke(candidate.jar().name(), candidate.hash());
            return "";
        } catch (SQLException e) {
            return "\nit is acknowledged all the same, as the library cannot be changed any more: " + e.getMessage();
        }
    }

    /** What is to be said if it cannot be done: it is no reason to let the plugin run on. */
    private String revoke(PluginState state) {
        try {
            acknowledgments.revokeAllBut(state.name(),
                    names.hashesOfOthers(state.name(), state.symbolicName()));
            return "";
        } catch (SQLException e) {
            return "\nwhat was acknowledged of it stays so, as the library cannot be changed: " + e.getMessage();
        }
    }

    // A plugin that is there

    private OperatorAnswer enable(OperatorRequest request) throws OperatorRefusal, IOException, InterruptedException {
        PluginState state = state(symbolicName(request));
        PluginState next = state.released().enabled(true);
        return changes.changed(request, state, next,
                "enabled" + (state.quarantined().isEmpty() ? "" : " and out of quarantine"));
    }

    private OperatorAnswer disable(OperatorRequest request) throws OperatorRefusal, IOException, InterruptedException {
        PluginState state = state(symbolicName(request));
        return changes.changed(request, state, state.enabled(false), "disabled");
    }

    private OperatorAnswer rollback(OperatorRequest request) throws OperatorRefusal, IOException, InterruptedException {
        PluginState state = state(symbolicName(request));
        String target = kept(state, request.get(OperatorRequest.VERSION));
        PluginJar jar = desk.host().intake().stored(target).orElseThrow(() -> new OperatorRefusal("the version "
                + OperatorText.shortened(target) + " of " + state.name() + " has no whole file in the store"));
        Set<String> away = new HashSet<>();
        state.active().ifPresent(away::add);
        desk.host().intake().all().stream().filter(each -> each.jar().symbolicName().equals(state.symbolicName()))
                .map(Candidate::hash).forEach(away::add);
        away.remove(target);
        Quarantine why = new Quarantine("was rolled back by the operator", clock.instant());
        return changes.changed(request, state, state.rolledBack(target, away, why), "rolled back to " + jar.version()
                + ", SHA-256 " + target + "; 'vpo plugin enable " + state.name() + "' takes that back");
    }

    /** The kept version that is meant: the one before, or the one of this version or hash. */
    private String kept(PluginState state, String wanted) throws OperatorRefusal {
        if (wanted.isEmpty()) {
            return state.previous().orElseThrow(() -> new OperatorRefusal(
                    "the store has no earlier version of " + state.name() + " that may run" + choices(state)));
        }
        List<String> found = state.kept().stream().filter(each -> version(each).equals(Optional.of(wanted))).toList();
        if (found.isEmpty() && wanted.length() >= LEAST_PREFIX) {
            found = state.kept().stream().filter(each -> each.startsWith(wanted)).toList();
        }
        if (found.size() != 1) {
            throw new OperatorRefusal((found.isEmpty() ? "the store has no version " : "more than one version is ")
                    + wanted + " of " + state.name() + choices(state));
        }
        if (state.active().equals(Optional.of(found.getFirst()))) {
            throw new OperatorRefusal(state.name() + " is at " + wanted + " already");
        }
        return found.getFirst();
    }

    private String choices(PluginState state) {
        return state.kept().isEmpty()
                ? ""
                : "; it keeps " + state.kept().stream()
                        .map(each -> version(each).orElse("(damaged)") + " (" + OperatorText.shortened(each) + ")")
                        .collect(Collectors.joining(", "));
    }

    private Optional<String> version(String hash) {
        return desk.host().intake().stored(hash).map(each -> each.version().toString());
    }

    private OperatorAnswer remove(OperatorRequest request) throws OperatorRefusal, IOException, InterruptedException {
        String symbolicName = symbolicName(request);
        PluginState state = state(symbolicName);
        Set<Path> jars = files.of(symbolicName);
        if (jars.isEmpty() && desk.host().intake().builtInNames().contains(symbolicName)) {
            throw new OperatorRefusal(state.name() + " came with the daemon, and is not in a plugin folder: 'vpo plugin"
                    + " disable " + state.name() + "' stops it");
        }
        String which = jars.isEmpty()
                ? state.name() + " is forgotten: its jar has gone already"
                : jars.stream().map(Path::toString).collect(Collectors.joining(", "));
        if (request.is(OperatorRequest.DRY_RUN)) {
            return changes.rehearsed(request, jars.isEmpty() ? which : which + " would be deleted", symbolicName,
                    () -> desk.host().settings(), host -> {
                        host.intake().suppose(symbolicName);
                        host.remove(symbolicName);
                    });
        }
        return changes.done(request, symbolicName, () -> {
            OperatorFiles.delete(jars);
            desk.remove(symbolicName);
            // Only now: what cannot be deleted stays as it was, and trusted as it was.
            return (jars.isEmpty() ? which : which + " is deleted") + revoke(state);
        });
    }
}
