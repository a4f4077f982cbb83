package vpo.api.event;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be done to a file. Immutable: a mutator that wants another plan makes one, for the same file.
 *
 * @param file with its tracks
 * @param policy the name of the policy that asks for it
 * @param policyVersion of that policy, from 1
 * @param actions in the order in which they are done
 */
public record Plan(FileInfo file, String policy, int policyVersion, List<Action> actions) {

    /** Copies the actions. */
    public Plan {
        Objects.requireNonNull(file);
        Objects.requireNonNull(policy);
        if (policyVersion < 1) {
            throw new IllegalArgumentException("version " + policyVersion + " of the policy " + policy);
        }
        actions = List.copyOf(actions);
    }

    /**
     * One change. Values are text as in the column {@code actions_json} of the library's table {@code operations}.
     *
     * @param type {@code reorder}, {@code set_default}, {@code clear_default}, {@code set_forced},
     *            {@code clear_forced},
     *            {@code set_title}, {@code set_language}, {@code transcode} or {@code move}
     * @param trackIndex of the track that changes; empty if the whole file does
     * @param currentValue as text; empty if there is none
     * @param desiredValue as text; empty if there is none
     */
    public record Action(String type, OptionalInt trackIndex, Optional<String> currentValue,
            Optional<String> desiredValue) {
        /** All parts are needed. */
        public Action {
            Objects.requireNonNull(type);
            Objects.requireNonNull(trackIndex);
            Objects.requireNonNull(currentValue);
            Objects.requireNonNull(desiredValue);
        }
    }
}
