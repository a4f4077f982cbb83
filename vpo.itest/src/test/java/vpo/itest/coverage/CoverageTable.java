package vpo.itest.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what the tests have covered, one line for each module, from JaCoCo's report. */
public final class CoverageTable {
    private static final String ROW = "%-16s %14s %14s%n";

    private CoverageTable() {}

    /**
     * How much was gone through.
     *
     * @param covered of all
     * @param missed of all
     */
    record Count(long covered, long missed) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(covered + other.covered, missed + other.missed);
        }

        @Override
        public String toString() {
            long all = covered + missed;
            return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f %% of %d", 100.0 * covered / all, all);
        }
    }

    /**
     * What is counted of a class or a module.
     *
     * @param lines of code
     * @param branches of {@code if}, {@code switch} and the like
     */
    record Coverage(Count lines, Count branches) {
        static final Coverage NONE = new Coverage(Count.NONE, Count.NONE);

        Coverage plus(Coverage other) {
            return new Coverage(lines.plus(other.lines), branches.plus(other.branches));
        }
    }

    /**
     * Prints the table.
     *
     * @param arguments JaCoCo's CSV file
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println();
        System.out.print(table(Files.readAllLines(Path.of(arguments[0]))));
        System.out.println();
    }

    /** @param csv a heading, and a line for each class */
    static String table(List<String> csv) {
        List<String> columns = List.of(csv.getFirst().split(","));
        Map<String, Coverage> modules = new TreeMap<>();
        for (String line : csv.subList(1, csv.size())) {
            List<String> cells = Arrays.asList(line.split(","));
            // The group is REPORT/MODULE.
            String group = cells.get(columns.indexOf("GROUP"));
            modules.merge(group.substring(group.lastIndexOf('/') + 1),
                    new Coverage(count(columns, cells, "LINE"), count(columns, cells, "BRANCH")), Coverage::plus);
        }
        StringBuilder table = new StringBuilder(String.format(ROW, "Coverage", "lines", "branches"));
        modules.forEach((module, coverage) -> table.append(row(module, coverage)));
        return table.append(row("all", modules.values().stream().reduce(Coverage.NONE, Coverage::plus))).toString();
    }

    private static Count count(List<String> columns, List<String> cells, String what) {
        return new Count(Long.parseLong(cells.get(columns.indexOf(what + "_COVERED"))),
                Long.parseLong(cells.get(columns.indexOf(what + "_MISSED"))));
    }

    private static String row(String name, Coverage coverage) {
        return String.format(ROW, name, coverage.lines(), coverage.branches());
    }
}
