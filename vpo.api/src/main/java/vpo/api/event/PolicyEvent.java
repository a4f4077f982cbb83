package vpo.api.event;

import java.util.Objects;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** A policy is evaluated for a file. */
@ProviderType
public sealed interface PolicyEvent extends PluginEvent {
    /** The event's name before a policy is evaluated. */
    String BEFORE = "policy.before_evaluate";
    /** The event's name after a policy was evaluated. */
    String AFTER = "policy.after_evaluate";

    /** The file, with its tracks. */
    FileInfo file();

    /** The policy's name. */
    String policy();

    /**
     * A policy is about to be evaluated; there is no plan yet.
     *
     * @param file with its tracks
     * @param policy the policy's name
     */
    record BeforeEvaluate(FileInfo file, String policy) implements PolicyEvent {
        /** All parts are needed. */
        public BeforeEvaluate {
            Objects.requireNonNull(file);
            Objects.requireNonNull(policy);
        }

        @Override
        public String name() {
            return BEFORE;
        }
    }

    /**
     * A policy was evaluated.
     *
     * @param file with its tracks
     * @param policy the policy's name
     * @param plan what is to be done to the file; empty if nothing is
     */
    record AfterEvaluate(FileInfo file, String policy, Optional<Plan> plan) implements PolicyEvent {
        /** All parts are needed. */
        public AfterEvaluate {
            Objects.requireNonNull(file);
            Objects.requireNonNull(policy);
            Objects.requireNonNull(plan);
        }

        @Override
        public String name() {
            return AFTER;
        }
    }
}
