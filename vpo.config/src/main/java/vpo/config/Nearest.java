package vpo.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who mistyped a word probably meant. */
public final class Nearest {
    /** The work grows with the length. */
    private static final int LONGEST = 100;

    private Nearest() {}

    /**
     * The nearest of the candidates, if one is near at all.
     *
     * @param unknown what was typed
     * @param known what could have been meant
     */
    public static Optional<String> of(String unknown, Collection<String> known) {
        return known.stream().filter(candidate -> isNear(unknown, candidate))
                .min(Comparator.comparingInt(candidate -> distance(unknown, candidate)));
    }

    /** Whether the one may be a slip of the pen for the other. */
    public static boolean isNear(String unknown, String known) {
        return distance(unknown, known) <= tolerance(known);
    }

    private static int tolerance(String known) {
        return Math.max(1, Math.min(3, known.length() / 3));
    }

    /**
     * Edits between two words: insertions, deletions, replacements, and neighbours exchanged. A word that is too long
     * for anybody to have mistyped counts as wholly different.
     */
    public static int distance(String a, String b) {
        int longer = Math.max(a.length(), b.length());
        if (longer > LONGEST) {
            return longer;
        }
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
