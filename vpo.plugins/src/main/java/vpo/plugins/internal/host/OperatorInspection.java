package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;

import vpo.plugins.internal.jar.NotWholeException;
import vpo.plugins.internal.jar.RefusedException;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.trust.Acknowledgments;

/** Finds out whether a jar would run that is in no plugin folder yet, without running anything of it. */
final class OperatorInspection {
    private final OperatorDesk desk;

    OperatorInspection(OperatorDesk desk) {
        this.desk = desk;
    }

    /**
     * What is to be said of a jar.
     *
     * @param lasting what keeps it from running for good
     * @param passing what may come to be: that it is trusted, that something else is installed
     * @param plan what would happen, were it trusted
     */
    record Verdict(List<String> lasting, List<String> passing, OperatorPlan plan) {
        List<String> objections() {
            return Stream.concat(lasting.stream(), passing.stream()).toList();
        }
    }

    /** Goes through what would happen, were it there and trusted. */
    Verdict verdict(Candidate found) throws IOException, InterruptedException {
        PluginHost host = desk.host();
        Set<String> lasting = new LinkedHashSet<>(host.objections().lasting(found));
        Set<String> passing = new LinkedHashSet<>();
        host.objections().untrusted(found).map(each -> each.startsWith(Acknowledgments.MISSING)
                ? Acknowledgments.MISSING + ": 'vpo plugin install --acknowledge' does that, if you trust it"
                : each).ifPresent(passing::add);
        host.objections().unusableSettings(found).ifPresent(passing::add);
        try (OperatorDesk.Rehearsal rehearsal = desk
                .rehearse(() -> host.settings().trusting(found.jar().name(), found.hash()))) {
            rehearsal.host().intake().suppose(found);
            rehearsal.host().bringInLine();
            RunningPlugins.Running runs = rehearsal.host().running().get(found.jar().symbolicName());
            if (runs == null || !runs.hash().equals(found.hash())) {
                lacks(rehearsal, found, lasting, passing);
            }
            // It waits for what keeps it from running for good, too.
            passing.removeAll(lasting);
            return new Verdict(List.copyOf(lasting), List.copyOf(passing), rehearsal.plan());
        }
    }

    /** Why it does not run although it is trusted. */
    private void lacks(OperatorDesk.Rehearsal rehearsal, Candidate found, Set<String> lasting, Set<String> passing)
            throws InterruptedException {
        int before = lasting.size() + passing.size();
        try {
            Bundle bundle = rehearsal.stage().install(desk.store().jar(found.hash()));
            rehearsal.stage().allMissing(bundle)
                    .forEach(each -> (each.lasting() ? lasting : passing).add(each.sentence()));
        } catch (StartFailedException e) {
            lasting.add(e.getMessage());
        }
        if (lasting.size() + passing.size() == before) {
            PluginState state = state(found);
            passing.add(state.enabled()
                    ? Optional.ofNullable(rehearsal.host().waiting().get(found.jar().symbolicName()))
                            .orElse("is not the version that would run: a higher one is there")
                    : "is disabled: 'vpo plugin enable " + found.jar().name() + "' changes that");
        }
    }

    private PluginState state(Candidate found) {
        return desk.store().state(found.jar().symbolicName())
                .orElseGet(() -> PluginState.of(found.jar().symbolicName(), found.jar().name(), found.file()));
    }

    /**
     * Reads a file as what it would be in the plugin folder.
     *
     * @param file as the operator has named it
     * @param copy where it can be read
     * @throws OperatorRefusal if it cannot be taken; the message is a sentence without its subject
     */
    Candidate examine(Path file, Path copy) throws OperatorRefusal {
        try {
            return desk.host().intake().examine(copy, target(file));
        } catch (NotWholeException e) {
            throw new OperatorRefusal("is not a whole jar: " + e.getMessage());
        } catch (RefusedException e) {
            throw new OperatorRefusal(e.getMessage());
        } catch (IOException e) {
            throw new OperatorRefusal("cannot be read: " + e.getMessage());
        }
    }

    private Path target(Path file) throws OperatorRefusal {
        List<Path> folders = desk.host().roots();
        if (folders.isEmpty()) {
            throw new OperatorRefusal("cannot be installed: plugins.plugin_dirs names no folder");
        }
        String name = file.getFileName().toString().replaceFirst("^\\.+", "");
        return folders.getFirst().resolve(name.endsWith(".jar") ? name : name + ".jar");
    }
}
