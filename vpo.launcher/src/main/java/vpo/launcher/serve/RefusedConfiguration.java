package vpo.launcher.serve;

import java.util.ArrayList;
import java.util.List;

import vpo.config.ConfigurationException;
import vpo.config.Problem;
import vpo.config.Problem.Severity;

/** What the one line of a start says of a configuration that cannot be used. */
final class RefusedConfiguration {
    private RefusedConfiguration() {}

    /**
     * The first error, how many problems there are beside it, and the command that shows them. That names the file, for
     * whoever calls it may have another home folder or other variables than the daemon, as next to a service; and for
     * the same reason it shows none of the daemon's variables and flags, so that these are counted for themselves.
     */
    static String line(ConfigurationException refused) {
        String file = refused.filePlace().toString();
        List<Problem> more = new ArrayList<>(refused.problems());
        Problem first = more.stream().filter(RefusedConfiguration::isError).findFirst().orElseThrow();
        more.remove(first);
        int leftOut = refused.leftOut();
        // One problem stands for all that were left out.
        long shown = more.stream().filter(each -> isIn(file, each)).count() + Math.max(0, leftOut - 1);
        long others = more.stream().filter(each -> isError(each) && !isIn(file, each)).count();
        List<String> hints = new ArrayList<>();
        if (shown > 0) {
            hints.add("and " + shown + " more, see 'vpo config check " + file + "'");
        }
        if (others > 0) {
            hints.add("and " + others + " more of variables and flags");
        }
        return first + (hints.isEmpty() ? "" : " (" + String.join("; ", hints) + ")");
    }

    private static boolean isError(Problem problem) {
        return problem.severity() == Severity.ERROR;
    }

    private static boolean isIn(String file, Problem problem) {
        return problem.where().equals(file) || problem.where().startsWith(file + ":");
    }
}
