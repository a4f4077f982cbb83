package vpo.health.internal;

import java.util.List;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

import vpo.api.health.HealthTags;

/**
 * A set of checks, and the answer that is made of them: in plain text, as the probes of other daemons give it.
 *
 * @param name of the probe, such as {@code readyz}
 * @param checks each one that was run
 */
record Probe(String name, List<Check> checks) {
    /** The tag of checks that say whether the daemon should be sent requests. */
    static final String READY = HealthTags.READY;
    /** The tag of checks that say whether the process should be left alive. */
    static final String LIVE = HealthTags.LIVE;

    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;

    /**
     * One check.
     *
     * @param name of it
     * @param result what it said
     * @param millis how long it took
     */
    record Check(String name, Result result, long millis) {
        /** A warning is told, and fails nothing. */
        boolean passes() {
            return switch (result.getStatus()) {
                case OK, WARN -> true;
                case TEMPORARILY_UNAVAILABLE, CRITICAL, HEALTH_CHECK_ERROR -> false;
            };
        }

        private String line() {
            StringBuilder text = new StringBuilder(passes() ? "[+] " : "[-] ").append(name).append(' ')
                    .append(result.getStatus()).append(" (").append(millis).append(" ms)");
            String separator = ": ";
            for (ResultLog.Entry entry : result) {
                if (entry.getStatus() != Result.Status.OK || !entry.isDebug()) {
                    text.append(separator).append(entry.getMessage().replaceAll("\\s*\\R\\s*", " "));
                    separator = "; ";
                }
            }
            return text.append('\n').toString();
        }
    }

    boolean passes() {
        return checks.stream().allMatch(Check::passes);
    }

    int httpStatus() {
        return passes() ? OK : SERVICE_UNAVAILABLE;
    }

    /**
     * @param verbose with a line for each check, else only the outcome
     */
    String toText(boolean verbose) {
        StringBuilder text = new StringBuilder();
        if (verbose) {
            checks.forEach(check -> text.append(check.line()));
        }
        return text.append(passes() ? "ok" : name + " check failed").append('\n').toString();
    }
}
