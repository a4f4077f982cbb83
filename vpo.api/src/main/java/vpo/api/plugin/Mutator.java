package vpo.api.plugin;

import java.util.Optional;

import org.osgi.annotation.versioning.ConsumerType;
import vpo.api.event.Plan;
import vpo.api.event.PlanEvent;

/** A plugin's service that changes files: it may replace a plan before it is executed, execute one, and take it back. */
@ConsumerType
public interface Mutator {
    /**
     * A plan is about to be executed. Called like {@link Analyzer#on}.
     *
     * @return another plan in its place; empty to leave it
     * @throws Exception costs this call; the plan stays as it is
     */
    Optional<Plan> beforeExecute(PlanEvent.BeforeExecute event) throws Exception;

    /**
     * Executes a plan, as work in flight of the daemon's; it ends early when its thread is interrupted.
     *
     * @return what came of it, in words
     * @throws Exception the execution has failed, and the file is as it was
     */
    String execute(Plan plan) throws Exception;

    /** Whether {@link #rollback} does anything. */
    boolean supportsRollback();

    /**
     * Takes an executed plan back.
     *
     * @throws Exception it could not, and why
     */
    void rollback(Plan plan) throws Exception;
}
