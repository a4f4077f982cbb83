package vpo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result as a Markdown table, whose columns are aligned for the eye too. */
final class Table {
    private static final List<String> HEADING = List.of("", "unit", "vpo", "plain Felix", "bare Jetty",
            "vpo / plain Felix", "vpo / bare Jetty", "target", "met");
    private static final int RATIO_DECIMALS = 2;

    private Table() {}

    static String of(Samples samples) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        for (Metric metric : Metric.values()) {
            if (samples.median(metric, Candidate.VPO).isPresent()) {
                rows.add(row(samples, metric));
            }
        }
        List<Integer> widths = IntStream.range(0, HEADING.size())
                .mapToObj(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toList();
        List<String> lines = new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        lines.add(1, widths.stream().map(width -> "-".repeat(width + 2)).collect(Collectors.joining("|", "|", "|")));
        return String.join("\n", lines);
    }

    private static List<String> row(Samples samples, Metric metric) {
        List<String> cells = new ArrayList<>(List.of(metric.words(), metric.unit()));
        for (Candidate candidate : Candidate.values()) {
            cells.add(number(samples.median(metric, candidate), metric.decimals()));
        }
        boolean comparable = metric != Metric.EXIT_STATUS;
        for (Candidate other : List.of(Candidate.PLAIN_FELIX, Candidate.BARE_JETTY)) {
            cells.add(comparable ? number(samples.ratio(metric, Candidate.VPO, other), RATIO_DECIMALS) : "");
        }
        cells.add(metric.target().words());
        cells.add(metric.target().verdict(samples, metric));
        return cells;
    }

    private static String number(OptionalDouble figure, int decimals) {
        return figure.isEmpty() ? "" : String.format(Locale.ROOT, "%." + decimals + "f", figure.getAsDouble());
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> String.format(
                        column < 2 ? " %-" + width(widths, column) + "s " : " %" + width(widths, column) + "s ",
                        row.get(column)))
                .collect(Collectors.joining("|", "|", "|"));
    }

    private static int width(List<Integer> widths, int column) {
        return Math.max(1, widths.get(column));
    }
}
