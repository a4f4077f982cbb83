package vpo.http.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The paths of some servlets: exact ones, and those that end with {@code /*} and stand for a path and all below it.
 * Immutable.
 */
final class PathPatterns {
    static final PathPatterns NONE = new PathPatterns(List.of());
    private static final String ALL_BELOW = "/*";

    private final Set<String> exact = new HashSet<>();
    /** Each with its slash at the end. */
    private final List<String> prefixes = new ArrayList<>();

    PathPatterns(Collection<String> patterns) {
        for (String pattern : patterns) {
            if (pattern.endsWith(ALL_BELOW)) {
                String path = pattern.substring(0, pattern.length() - ALL_BELOW.length());
                exact.add(path);
                prefixes.add(path + "/");
            } else {
                exact.add(pattern);
            }
        }
    }

    /**
     * Whether one of them is the path's.
     *
     * @param path decoded and normalized
     */
    boolean match(String path) {
        if (exact.contains(path)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (path.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
