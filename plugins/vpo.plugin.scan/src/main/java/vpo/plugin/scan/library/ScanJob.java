package vpo.plugin.scan.library;

import java.util.Optional;

/**
 * A scan as the table {@code jobs} has it, with the columns' own texts.
 *
 * @param id UUID
 * @param path the folder, or all of them with commas between
 * @param status {@code queued}, {@code running}, {@code completed}, {@code failed} or {@code cancelled}
 * @param percent 0 to 100
 * @param createdAt when it was asked for
 * @param startedAt when it began
 * @param completedAt when it ended, however it ended
 * @param error why it has failed or was cancelled; of a completed one, what could not be scanned or read
 * @param policy its options, as JSON
 * @param summary what it has done, as JSON
 */
public record ScanJob(String id, String path, String status, double percent, String createdAt,
        Optional<String> startedAt, Optional<String> completedAt, Optional<String> error, Optional<String> policy,
        Optional<String> summary) {

    /** The same, which has failed. */
    public ScanJob failed(String why) {
        return new ScanJob(id, path, "failed", percent, createdAt, startedAt, completedAt, Optional.of(why), policy,
                summary);
    }
}
