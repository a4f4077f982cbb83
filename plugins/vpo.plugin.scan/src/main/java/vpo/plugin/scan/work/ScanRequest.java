package vpo.plugin.scan.work;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import vpo.plugin.scan.library.ScanOptions;

/**
 * What is to be scanned, and how.
 *
 * @param roots folders, absolute and normalized; one that a walk through another comes to is left out
 * @param options how
 */
public record ScanRequest(List<Path> roots, ScanOptions options) {
    /** Leaves out what would be scanned twice. */
    public ScanRequest {
        Objects.requireNonNull(options);
        List<Path> all = roots.stream().distinct().toList();
        roots = all.stream().filter(root -> all.stream().noneMatch(
                other -> !other.equals(root) && root.startsWith(other) && isWalked(root, other))).toList();
        if (roots.isEmpty()) {
            throw new IllegalArgumentException("no folder to scan");
        }
    }

    /** As a walk goes through no link and into nothing hidden, whoever names such a folder wants it scanned by its name. */
    private static boolean isWalked(Path folder, Path from) {
        for (Path each = folder; !each.equals(from); each = each.getParent()) {
            if (each.getFileName().toString().startsWith(".") || Files.isSymbolicLink(each)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a file is one root's to judge, and not one's that is below that root.
     *
     * @param file below the root, as the library has it
     */
    boolean isJudgedBy(Path root, String file) {
        return roots.stream().noneMatch(
                other -> !other.equals(root) && other.startsWith(root) && file.startsWith(other + "/"));
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
