package vpo.api.event;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;
import vpo.api.task.TaskRefusedException;

/**
 * The service through which plans reach the {@link vpo.api.plugin.Mutator mutators}: for whoever executes a plan
 * himself, and for whoever has a plugin do it. All methods may be called from any thread.
 * <p>
 * What a plugin does wrong costs that call, and never the caller, another plugin or the daemon; see
 * {@link PluginEvents}.
 */
@ProviderType
public interface Plans {
    /**
     * Asks every mutator whose plugin asked for {@link PlanEvent#BEFORE}, one after the other: in the order of their
     * plugins' names and, within one plugin, of their service ranking, the highest first. Each may replace the plan,
     * and the next one sees the replacement. One that throws, hangs, or answers with a plan for another file costs its
     * call and a warning, and leaves the plan as it was.
     * <p>
     * To be called by whoever executes a plan himself, right before; {@link #execute} does it by itself. May take
     * {@code plugins.call_timeout} seconds for each mutator.
     *
     * @param plan as it is so far
     * @return the plan to execute, for the same file
     * @throws InterruptedException if the calling thread was interrupted: the plan is not to be executed
     */
    Plan beforeExecute(Plan plan) throws InterruptedException;

    /**
     * Has a plugin execute a plan. That is work in flight ({@link vpo.api.task.Tasks}) from the moment this method
     * returns: a stop of the daemon waits for it, and interrupts it when its time is over; so does a stop of the
     * plugin. There is no other time limit.
     * <p>
     * First the mutators are asked ({@link #beforeExecute}), then the plugin's own one with the highest service ranking
     * executes what came of that, then {@link PlanEvent.AfterExecute} or {@link PlanEvent.ExecutionFailed} is
     * published. Plans are executed side by side; that no two are for one file is the caller's concern.
     *
     * @param plan as it is so far
     * @param plugin the name of the plugin that executes it; it need not have asked for any event
     * @return completed after the event was published: with that event, or exceptionally because of a
     *         {@link PlanFailedException}, also when no such plugin runs. What depends on it gets that as the cause of
     *         a {@link CompletionException}, as with {@link vpo.api.task.Tasks#run}. Cancelling it has no effect
     * @throws TaskRefusedException if the daemon takes no new work, because it is stopping
     */
    CompletionStage<PlanEvent.AfterExecute> execute(Plan plan, String plugin) throws TaskRefusedException;

    /**
     * Has a plugin take back a plan that it has executed, as work in flight like {@link #execute}. No event is
     * published.
     *
     * @param plan as it was executed
     * @param plugin the name of the plugin that executed it
     * @return completed when the plan is taken back; exceptionally because of a {@link PlanFailedException}, and as in
     *         {@link #execute}, if it could not be, also when the plugin does not run or does not support it
     * @throws TaskRefusedException if the daemon takes no new work, because it is stopping
     */
    CompletionStage<Void> rollback(Plan plan, String plugin) throws TaskRefusedException;
}
