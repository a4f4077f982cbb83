package vpo.api.event;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A file of the library, as the database has it. It was so when it was scanned; the file itself may have changed, or
 * may be gone.
 *
 * @param id of its row in the table {@code files}
 * @param path absolute
 * @param sizeBytes bytes at the time of the scan
 * @param modifiedAt by the file system at the time of the scan, to the microsecond
 * @param contentHash {@code xxh64:A:B:SIZE}; empty if it could not be read
 * @param containerFormat as ffprobe names it; empty if it could not be probed
 * @param tracks by their index
 */
public record FileInfo(long id, Path path, long sizeBytes, Instant modifiedAt, Optional<String> contentHash,
        Optional<String> containerFormat, List<TrackInfo> tracks) {

    /** Copies the tracks. */
    public FileInfo {
        Objects.requireNonNull(path);
        Objects.requireNonNull(modifiedAt);
        Objects.requireNonNull(contentHash);
        Objects.requireNonNull(containerFormat);
        tracks = List.copyOf(tracks);
    }
}
