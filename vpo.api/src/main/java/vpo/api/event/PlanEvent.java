package vpo.api.event;

import java.util.Objects;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Something happens to a plan. {@link #BEFORE} is for {@link vpo.api.plugin.Mutator mutators}, the others are for
 * {@link vpo.api.plugin.Analyzer analyzers}.
 */
@ProviderType
public sealed interface PlanEvent extends PluginEvent {
    /** The event's name before a plan is executed. */
    String BEFORE = "plan.before_execute";
    /** The event's name after a plan was executed. */
    String AFTER = "plan.after_execute";
    /** The event's name when the execution of a plan has failed. */
    String FAILED = "plan.execution_failed";

    /** The plan. */
    Plan plan();

    /**
     * A plan is about to be executed. Mutators may replace it; see {@link Plans#beforeExecute}.
     *
     * @param plan as it is so far
     */
    record BeforeExecute(Plan plan) implements PlanEvent {
        /** The plan is needed. */
        public BeforeExecute {
            Objects.requireNonNull(plan);
        }

        @Override
        public String name() {
            return BEFORE;
        }
    }

    /**
     * A plan was executed. Published by whoever has executed it, or had it executed.
     *
     * @param plan as it was executed
     * @param result what came of it, in words
     */
    record AfterExecute(Plan plan, String result) implements PlanEvent {
        /** All parts are needed. */
        public AfterExecute {
            Objects.requireNonNull(plan);
            Objects.requireNonNull(result);
        }

        @Override
        public String name() {
            return AFTER;
        }
    }

    /**
     * The execution of a plan has failed, or was cancelled. Published by whoever has tried to execute it, or to have it
     * executed.
     *
     * @param plan as it was to be executed
     * @param error why, in words
     */
    record ExecutionFailed(Plan plan, String error) implements PlanEvent {
        /** All parts are needed. */
        public ExecutionFailed {
            Objects.requireNonNull(plan);
            Objects.requireNonNull(error);
        }

        @Override
        public String name() {
            return FAILED;
        }
    }
}
