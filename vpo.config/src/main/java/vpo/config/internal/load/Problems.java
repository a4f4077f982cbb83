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
    private int warnings;

    void error(String where, String key, String message) {
        all.add(new Problem(Severity.ERROR, where, key, message));
    }

    void warning(String where, String key, String message) {
        if (!full()) {
            all.add(new Problem(Severity.WARNING, where, key, message));
        }
        warnings++;
    }

    /** Whether further warnings are only counted. */
    boolean full() {
        return warnings >= MAX_WARNINGS;
    }

    /** All that were kept. */
    List<Problem> all() {
        return List.copyOf(all);
    }

    /** Takes over what somebody else has collected, at the end. */
    void addAll(Problems others) {
        all.addAll(others.all);
        warnings += others.warnings;
    }

    boolean areAbout(String key) {
        return all.stream().anyMatch(p -> p.key().equals(key));
    }

    boolean anyError() {
        return all.stream().anyMatch(p -> p.severity() == Severity.ERROR);
    }

    /** All warnings; the last one tells how many were left out. */
    List<Problem> warnings(String where) {
        List<Problem> list = new ArrayList<>(all);
        if (warnings > MAX_WARNINGS) {
            list.add(new Problem(Severity.WARNING, where, "", "and " + (warnings - MAX_WARNINGS) + " more warnings"));
        }
        return list;
    }

    /**
     * @param settings what would be in force without the values that are wrong, by key
     * @param filePlace where the file is, or would be looked for
     */
    void throwIfAny(Map<String, Setting> settings, Path filePlace) throws ConfigurationException {
        if (anyError()) {
            throw new ConfigurationException(all, settings, filePlace);
        }
    }
}
