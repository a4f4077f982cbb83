package vpo.launcher.cli;

import java.util.List;

/** Rows whose columns are as wide as they must be, two blanks apart. */
final class Table {
    private Table() {}

    static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        });
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)) + 2));
            }
            return line.toString().stripTrailing();
        }).toList();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
