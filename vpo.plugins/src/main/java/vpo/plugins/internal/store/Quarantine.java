package vpo.plugins.internal.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Why a version is not run.
 *
 * @param reason a sentence for people
 * @param since when it was found out
 */
public record Quarantine(String reason, Instant since) {
    /** Both parts are needed; the reason becomes one line. */
    public Quarantine {
        Objects.requireNonNull(since);
        reason = reason.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
