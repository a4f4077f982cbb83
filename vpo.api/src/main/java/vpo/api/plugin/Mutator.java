package vpo.api.plugin;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import vpo.api.event.Plan;
import vpo.api.event.PlanEvent;

/**
 * A plugin's service that changes files: it may replace a plan before it is executed, execute one, and take it back. It
 * is called through {@link vpo.api.event.Plans}.
 */
@ConsumerType
public interface Mutator {
    /**
     * A plan is about to be executed, by whomever. Called if {@link Plugin#events()} has {@link PlanEvent#BEFORE}, like
     * {@link Analyzer#on}: on a thread of the daemon's, one call of the plugin at a time, for
     * {@code plugins.call_timeout} seconds.
     *
     * @param event with the plan as those that were asked before have left it
     * @return another plan in its place, for the same file; empty to leave it; not null
     * @throws Exception costs this call and counts as a failure, as for {@link Analyzer#on}; the plan stays as it is
     */
    Optional<Plan> beforeExecute(PlanEvent.BeforeExecute event) throws Exception;

    /**
     * Executes a plan, on a thread of the daemon's, as work in flight with no time limit of its own. The thread is
     * interrupted when the daemon cannot wait longer or when the plugin is stopped: the method then ends its child
     * processes, leaves the file as it was, and throws. It may be called while other calls of the plugin are under way,
     * also for other files.
     *
     * @return what came of it, in words; not null
     * @throws Exception the execution has failed, the message tells why, and the file is as it was. A checked exception
     *             is an answer like any other; a {@link RuntimeException}, an error or a null is a failure of the
     *             plugin's, as for {@link Analyzer#on}
     */
    String execute(Plan plan) throws Exception;

    /** Whether {@link #rollback} does anything. Called before it, on the same thread. */
    boolean supportsRollback();

    /**
     * Takes back a plan that was executed. Called like {@link #execute}.
     *
     * @throws Exception it could not, and why; as for {@link #execute}
     */
    void rollback(Plan plan) throws Exception;
}
