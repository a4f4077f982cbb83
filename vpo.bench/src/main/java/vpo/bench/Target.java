package vpo.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * What a figure of the daemon should be.
 *
 * @param words for the table
 * @param ratioTo whom the figure is a ratio to; empty for the figure itself
 * @param met whether a figure is as it should be
 */
record Target(String words, Optional<Candidate> ratioTo, DoublePredicate met) {

    /** Nothing is wanted. */
    static final Target NONE = new Target("", Optional.empty(), _ -> true);

    static Target below(double limit) {
        return new Target(String.format(Locale.ROOT, "< %.0f", limit), Optional.empty(), figure -> figure < limit);
    }

    static Target atMost(double limit) {
        return new Target("<= " + limit, Optional.empty(), figure -> figure <= limit);
    }

    static Target exactly(double wanted) {
        return new Target(String.format(Locale.ROOT, "%.0f", wanted), Optional.empty(), figure -> figure == wanted);
    }

    static Target atMost(double ratio, Candidate of) {
        return new Target(String.format(Locale.ROOT, "<= %s of %s", ratio, of), Optional.of(of),
                figure -> figure <= ratio);
    }

    static Target atLeast(double ratio, Candidate of) {
        return new Target(String.format(Locale.ROOT, ">= %s of %s", ratio, of), Optional.of(of),
                figure -> figure >= ratio);
    }

    /** {@code yes} or {@code no}; empty if nothing is wanted or nothing was measured. */
    String verdict(Samples samples, Metric metric) {
        OptionalDouble figure = ratioTo.map(other -> samples.ratio(metric, Candidate.VPO, other))
                .orElseGet(() -> samples.median(metric, Candidate.VPO));
        return words.isEmpty() || figure.isEmpty() ? "" : met.test(figure.getAsDouble()) ? "yes" : "no";
    }
}
