package vpo.plugin.scan.work;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import vpo.plugin.scan.library.ScanOptions;

/**
 * What is to be scanned, and how.
 *
 * @param roots folders, absolute and normalized; one that is below another is left out
 * @param options how
 */
public record ScanRequest(List<Path> roots, ScanOptions options) {
    /** Leaves out what would be scanned twice. */
    public ScanRequest {
        Objects.requireNonNull(options);
        List<Path> all = roots.stream().distinct().toList();
        roots = all.stream().filter(root -> all.stream().noneMatch(
                other -> !other.equals(root) && root.startsWith(other))).toList();
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("no folder to scan");
        }
    }

    /** The folders in one line. */
    public String label() {
        return roots.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** Whether some folder would be scanned by both. */
    public boolean overlaps(ScanRequest other) {
        return roots.stream().anyMatch(
                mine -> other.roots.stream().anyMatch(its -> mine.startsWith(its) || its.startsWith(mine)));
    }
}
