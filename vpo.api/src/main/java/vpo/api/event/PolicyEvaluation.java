package vpo.api.event;

import java.util.Objects;
import java.util.Optional;

/**
 * A policy is evaluated for a file.
 *
 * @param file with its tracks
 * @param policy the policy's name
 * @param plan what came of it; empty before the evaluation, and after it if nothing is to be done
 * @param isBefore whether the evaluation is still to come
 */
public record PolicyEvaluation(FileInfo file, String policy, Optional<Plan> plan, boolean isBefore)
        implements
            PluginEvent {
    /** The event's name before the evaluation. */
    public static final String BEFORE = "policy.before_evaluate";
    /** The event's name after the evaluation. */
    public static final String AFTER = "policy.after_evaluate";

    /** Before the evaluation there is no plan. */
    public PolicyEvaluation {
        Objects.requireNonNull(file);
        Objects.requireNonNull(policy);
        if (isBefore && plan.isPresent()) {
            throw new IllegalArgumentException("a plan before the evaluation of " + policy);
        }
    }

    @Override
    public String name() {
        return isBefore ? BEFORE : AFTER;
    }
}
