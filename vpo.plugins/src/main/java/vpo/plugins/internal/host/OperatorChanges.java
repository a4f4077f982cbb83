package vpo.plugins.internal.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import vpo.plugins.internal.store.PluginState;

/** How what an operator asks for is done, for good or in thought, and what is said of it. On the host's thread. */
final class OperatorChanges {
    private final OperatorDesk desk;
    private final HostedBundles bundles;

    /** A change in thought: of the states, and of what is in the plugin folders. */
    interface Change {
        void apply(PluginHost host) throws IOException, InterruptedException;
    }

    /** A change for good. */
    interface Deed {
        /** Says what is done. */
        String perform() throws IOException, OperatorRefusal, InterruptedException;
    }

    /**
     * @param bundles of the framework, to look at
     */
    OperatorChanges(OperatorDesk desk, HostedBundles bundles) {
        this.desk = desk;
        this.bundles = bundles;
    }

    /**
     * Another state of a plugin.
     *
     * @param how what it is then
     */
    OperatorAnswer changed(OperatorRequest request, PluginState before, PluginState after, String how)
            throws OperatorRefusal, IOException, InterruptedException {
        if (request.is(OperatorRequest.DRY_RUN)) {
            return rehearsed(request, before.name() + " would be " + how, before.symbolicName(),
                    () -> desk.host().settings(), host -> host.store().save(after));
        }
        return done(request, before.symbolicName(), () -> {
            desk.store().save(after);
            return before.name() + " is " + how;
        });
    }

    /**
     * In thought.
     *
     * @param message what would be done
     * @param symbolicName of the plugin that it is about
     * @param settings that would be in force
     */
    OperatorAnswer rehearsed(OperatorRequest request, String message, String symbolicName,
            Supplier<HostSettings> settings, Change change) throws IOException, InterruptedException {
        try (OperatorDesk.Rehearsal rehearsal = desk.rehearse(settings)) {
            change.apply(rehearsal.host());
            rehearsal.host().bringInLine();
            Optional<OperatorReport> report = new OperatorReports(rehearsal.host(), desk.live(), bundles)
                    .of(symbolicName);
            OperatorPlan plan = rehearsal.plan();
            return OperatorAnswer.done(request.is(OperatorRequest.JSON)
                    ? OperatorJson.done(request.action(), true, message, report, plan, false)
                    : message + "\n" + waits(report) + OperatorText.plan(plan, desk.live()
                            ? "This would"
                            : "No daemon is running; with the next one, this would"));
        }
    }

    /**
     * For good.
     *
     * @param symbolicName of the plugin that it is about
     */
    OperatorAnswer done(OperatorRequest request, String symbolicName, Deed deed)
            throws OperatorRefusal, IOException, InterruptedException {
        return done(request, symbolicName, deed, () -> false);
    }

    /**
     * For good.
     *
     * @param symbolicName of the plugin that it is about
     * @param failed asked afterwards, whether the version that it is about went into quarantine: then it is done, but is
     *            not what was wanted
     */
    OperatorAnswer done(OperatorRequest request, String symbolicName, Deed deed, BooleanSupplier failed)
            throws OperatorRefusal, IOException, InterruptedException {
        Map<String, RunningPlugins.Running> before = desk.host().running();
        String message = deed.perform();
        desk.follow();
        Optional<OperatorReport> report = new OperatorReports(desk.host(), desk.live(), bundles).of(symbolicName);
        OperatorPlan plan = desk.live()
                ? OperatorPlan.between(before, desk.host().running())
                : new OperatorPlan(List.of());
        boolean quarantined = failed.getAsBoolean();
        String rest = desk.live()
                ? OperatorText.happened(plan)
                : "No daemon is running: the next one goes by it\n";
        return new OperatorAnswer(quarantined ? 1 : 0, request.is(OperatorRequest.JSON)
                ? OperatorJson.done(request.action(), false, message, report, plan, quarantined)
                : message + "\n" + waits(report) + rest, "");
    }

    private static String waits(Optional<OperatorReport> report) {
        List<String> all = new ArrayList<>();
        report.ifPresent(each -> {
            each.reason().ifPresent(reason -> all.add(each.jar().name() + " does not run: it " + reason));
            each.newer().ifPresent(all::add);
        });
        return all.stream().map(each -> each + "\n").collect(Collectors.joining());
    }
}
