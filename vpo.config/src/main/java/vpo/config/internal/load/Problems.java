package vpo.config.internal.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import vpo.config.ConfigurationException;
import vpo.config.Problem;
import vpo.config.Problem.Severity;
import vpo.config.Setting;

/** Collects problems; a bounded number of warnings, for a file may be all wrong. */
final class Problems {
    private static final int MAX_WARNINGS = 50;

    private final List<Problem> all = new ArrayList<>();
    private int kept;
    private int leftOut;

    void error(String where, String key, String message) {
        all.add(new Problem(Severity.ERROR, where, key, message));
    }

    void warning(String where, String key, String message) {
        if (full()) {
            leftOut++;
            return;
        }
        kept++;
        all.add(new Problem(Severity.WARNING, where, key, message));
    }

    /** Whether further warnings are only counted. */
    boolean full() {
        return kept >= MAX_WARNINGS;
    }

    /** All that were kept. */
    List<Problem> all() {
        return List.copyOf(all);
    }

    /** Takes over what somebody else has kept, at the end, and how much that one has left out. */
    void addAll(Problems others) {
        all.addAll(others.all);
        kept += others.kept;
        leftOut += others.leftOut;
    }

    boolean areAbout(String key) {
        return all.stream().anyMatch(p -> p.key().equals(key));
    }

    boolean anyError() {
        return all.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    /** All that were kept; the last one tells how many warnings were left out. */
    List<Problem> told(String where) {
        List<Problem> list = new ArrayList<>(all);
        if (leftOut > 0) {
            list.add(new Problem(Severity.WARNING, where, "", "and " + leftOut + " more warnings"));
        }
        return list;
    }

    /**
     * @param settings what would be in force without the values that are wrong, by key
     * @param filePlace where the file is, or would be looked for
     */
    void throwIfAny(Map<String, Setting> settings, Path filePlace) throws ConfigurationException {
        if (anyError()) {
            throw new ConfigurationException(told(filePlace.toString()), settings, filePlace);
        }
    }
}
