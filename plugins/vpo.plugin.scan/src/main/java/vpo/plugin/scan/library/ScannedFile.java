package vpo.plugin.scan.library;

import java.util.Objects;
import java.util.Optional;

import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.Probe;

/**
 * What a scan has learned of a file.
 *
 * @param file as it was before and after it was read
 * @param hash of its content; empty if it could not be read
 * @param probe what ffprobe says; empty if it failed
 * @param error why one of them is missing, in one line
 */
public record ScannedFile(FoundFile file, Optional<String> hash, Optional<Probe> probe, Optional<String> error) {
    /** All parts are needed. */
    public ScannedFile {
        Objects.requireNonNull(file);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(probe);
        Objects.requireNonNull(error);
    }
}
