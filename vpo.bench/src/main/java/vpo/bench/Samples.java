package vpo.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What was measured, round by round. Not safe for several threads. */
final class Samples {
    private record Series(Metric metric, Candidate candidate) {}

    private final Map<Series, List<Double>> values = new HashMap<>();

    /** Adds the value of one more round. */
    void add(Metric metric, Candidate candidate, double value) {
        values.computeIfAbsent(new Series(metric, candidate), _ -> new ArrayList<>()).add(value);
    }

    private List<Double> of(Metric metric, Candidate candidate) {
        return values.getOrDefault(new Series(metric, candidate), List.of());
    }

    /** The median of all rounds; empty if it was not measured. */
    OptionalDouble median(Metric metric, Candidate candidate) {
        return median(of(metric, candidate));
    }

    /**
     * The median of the ratios of each round, which a machine that is slow in one round and fast in another disturbs
     * less than the ratio of the medians.
     */
    OptionalDouble ratio(Metric metric, Candidate candidate, Candidate to) {
        List<Double> dividends = of(metric, candidate);
        List<Double> divisors = of(metric, to);
        return median(IntStream.range(0, Math.min(dividends.size(), divisors.size()))
                .mapToObj(round -> dividends.get(round) / divisors.get(round)).filter(Double::isFinite).toList());
    }

    /** The median; empty if there are none. */
    static OptionalDouble median(List<Double> numbers) {
        if (numbers.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = numbers.stream().sorted().toList();
        int half = sorted.size() / 2;
        return OptionalDouble
                .of(sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2);
    }
}
