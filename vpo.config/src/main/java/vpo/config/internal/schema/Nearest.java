package vpo.config.internal.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody who mistyped probably meant. */
public final class Nearest {
    private static final int ELSEWHERE = 1;
    /** The work grows with the length. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The known key or table nearest to an unknown one: alike as a whole, or the same name in another table. */
    public static Optional<String> key(String unknown) {
        if (unknown.length() > LONGEST) {
            return Optional.empty();
        }
        return Stream
                .concat(Schema.keys().stream().map(Key::name),
                        Schema.publishedTables().stream().filter(table -> !table.isEmpty()))
                .filter(known -> !unknown.startsWith(known + "."))
                .filter(known -> distance(unknown, known) <= tolerance(known)
                        || distance(last(unknown), last(known)) == 0)
                .min(Comparator.<String>comparingInt(known -> Math.min(distance(unknown, known),
                        distance(last(unknown), last(known)) + ELSEWHERE))
                        .thenComparing(known -> distance(unknown, known)));
    }

    /** The nearest of the candidates, if it is near at all. */
    public static Optional<String> of(String unknown, Collection<String> known) {
        return unknown.length() > LONGEST
                ? Optional.empty()
                : known.stream().filter(k -> distance(unknown, k) <= tolerance(k))
                        .min(Comparator.comparingInt(k -> distance(unknown, k)));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int tolerance(String known) {
        return Math.max(1, Math.min(3, known.length() / 3));
    }

    /** Edits between two words: insertions, deletions, replacements, and neighbours exchanged. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
