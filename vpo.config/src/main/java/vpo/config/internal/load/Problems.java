package vpo.config.internal.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import vpo.config.ConfigurationException;
import vpo.config.Problem;
import vpo.config.Problem.Severity;
import vpo.config.Setting;
import vpo.config.internal.toml.Text;

/** Collects problems; a bounded number of each severity and of bounded length, for a file may be all wrong. */
final class Problems {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_MESSAGE = 1000;

    private final List<Problem> all = new ArrayList<>();
    /** Of all problems, those that were left out, too. */
    private final Set<String> keys = new HashSet<>();
    private int errors;
    private int errorsLeftOut;
    private int warnings;
    private int warningsLeftOut;
    /** Why the file could not be read, if that may pass. */
    private IOException passing;

    /** One of the errors is this, which may be gone the next time. */
    void passing(IOException why) {
        passing = why;
    }

    void error(String where, String key, String message) {
        keys.add(key);
        if (errors < MOST) {
            errors++;
            add(Severity.ERROR, where, key, message);
        } else {
            errorsLeftOut++;
        }
    }

    void warning(String where, String key, String message) {
        keys.add(key);
        if (full()) {
            warningsLeftOut++;
        } else {
            warnings++;
            add(Severity.WARNING, where, key, message);
        }
    }

    private void add(Severity severity, String where, String key, String message) {
        all.add(new Problem(severity, where, Text.cut(key, LONGEST_KEY), Text.cut(message, LONGEST_MESSAGE)));
    }

    /** Whether further warnings are only counted. */
    boolean full() {
        return warnings >= MOST;
    }

    /** Takes over what somebody else has kept, at the end, and how much that one has left out. */
    void addAll(Problems others) {
        all.addAll(others.all);
        keys.addAll(others.keys);
        errors += others.errors;
        errorsLeftOut += others.errorsLeftOut;
        warnings += others.warnings;
        warningsLeftOut += others.warningsLeftOut;
    }

    boolean areAbout(String key) {
        return keys.contains(key);
    }

    boolean anyError() {
        return errors > 0;
    }

    /** All that were kept; the last ones tell how many were left out. */
    List<Problem> told(String where) {
        List<Problem> list = new ArrayList<>(all);
        if (errorsLeftOut > 0) {
            list.add(new Problem(Severity.ERROR, where, "", "and " + errorsLeftOut + " more errors"));
        }
        if (warningsLeftOut > 0) {
            list.add(new Problem(Severity.WARNING, where, "", "and " + warningsLeftOut + " more warnings"));
        }
        return list;
    }

    /**
     * @param settings what would be in force without the values that are wrong, by key
     * @param filePlace where the file is, or would be looked for
     */
    void throwIfAny(Map<String, Setting> settings, Path filePlace) throws ConfigurationException {
        if (anyError()) {
            throw new ConfigurationException(told(filePlace.toString()), errorsLeftOut, settings, filePlace,
                    passing);
        }
    }
}
