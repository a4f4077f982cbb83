package vpo.config.internal.bridge;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import vpo.config.Problem;
import vpo.config.Problem.Severity;

/**
 * How the configuration stands, as far as everybody may know who can reach the health endpoints: keys and line numbers,
 * but neither values nor folders.
 *
 * @param file what was read; empty for none
 * @param readAt when it was last read and found good
 * @param refused what was wrong with it since; empty if nothing
 * @param afterRestart the keys whose new value waits for a restart
 */
record ReloadState(Optional<Path> file, Instant readAt, List<Problem> refused, List<String> afterRestart) {
    private static final int MOST_SHOWN = 20;
    private static final Pattern IN_FILE = Pattern.compile(".*:([0-9]+):[0-9]+");

    ReloadState {
        refused = List.copyOf(refused);
        afterRestart = List.copyOf(afterRestart);
    }

    static ReloadState read(Optional<Path> file, Instant at, List<String> afterRestart) {
        return new ReloadState(file, at, List.of(), afterRestart);
    }

    /** Of errors, the warnings beside them are not the reason. */
    ReloadState refuse(List<Problem> problems) {
        List<Problem> errors = problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
        return new ReloadState(file, readAt, errors.isEmpty() ? problems : errors, afterRestart);
    }

    /** What is in force. */
    String summary() {
        return file.map(path -> path.getFileName().toString()).orElse("no file, defaults") + ", read "
                + readAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What an operator should see to; empty if all is well. */
    List<String> concerns() {
        List<String> concerns = new ArrayList<>();
        refused.stream().limit(MOST_SHOWN).forEach(problem -> concerns.add("refused: " + describe(problem)));
        if (refused.size() > MOST_SHOWN) {
            concerns.add("refused: and more, see the log");
        }
        afterRestart.forEach(key -> concerns.add(key + ": needs a restart"));
        return concerns;
    }

    /**
     * Nothing of a message: it quotes values and folders. The log has it all.
     */
    private static String describe(Problem problem) {
        Matcher inFile = IN_FILE.matcher(problem.where());
        String line = inFile.matches() ? "line " + inFile.group(1) + ": " : "";
        String what = problem.key().isEmpty() ? "" : problem.key() + ": ";
        return line + what + "not valid, see the log";
    }
}
