package vpo.config.internal.toml;

import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as the library gets it: of each run of lines that hold a comment or nothing, only the first ones. Before each
 * token of such a run the library looks for its end, so its time grows with the third power of the run's length, to
 * minutes for two thousand lines. What a run holds has no meaning, wherever it stands, and how long it is has none either.
 */
final class ShortRuns {
    /** Those of most files are shorter; it costs about as much as other lines. */
    private static final int LONGEST = 8;
    /** A comment that TOML does not allow is none: it is an error to be told. */
    private static final Pattern EMPTY_LINE = Pattern
            .compile("[ \\t]*+(?:#[^\\x00-\\x08\\x0A-\\x1F\\x7F]*+)?+\\r?\\n");

    private final StringBuilder kept = new StringBuilder();
    /** How many lines have been left out before a line of the text that was kept, by the number of the first such. */
    private final TreeMap<Integer, Integer> leftOut = new TreeMap<>();

    private ShortRuns(String text, int longest) {
        Matcher emptyLine = EMPTY_LINE.matcher(text);
        int line = 1;
        int run = 0;
        int out = 0;
        for (int at = 0, end; at < text.length(); at = end) {
            boolean isEmpty = emptyLine.region(at, text.length()).lookingAt();
            end = isEmpty ? emptyLine.end() : end(text, at);
            run = isEmpty ? run + 1 : 0;
            if (run > longest) {
                out++;
                leftOut.put(line, out);
            } else {
                kept.append(text, at, end);
                line += lines(text, at, end);
            }
        }
    }

    static ShortRuns of(String text) {
        return new ShortRuns(text, LONGEST);
    }

    /** The text with runs of any length; visible for tests. */
    static ShortRuns ofAnyLength(String text) {
        return new ShortRuns(text, Integer.MAX_VALUE);
    }

    /** What is to be parsed. */
    String text() {
        return kept.toString();
    }

    /** The number that a line of {@link #text()} has in the whole text. */
    int line(int line) {
        var before = leftOut.floorEntry(line);
        return before == null ? line : line + before.getValue();
    }

    private static int lines(String text, int from, int to) {
        int lines = 0;
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == '\n') {
                lines++;
            }
        }
        return lines;
    }

    /** Just behind the line that starts here, and behind those on which a string of it goes on. */
    private static int end(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) != '\n') {
            at = switch (text.charAt(at)) {
                case '#' -> lineEnd(text, at);
                case '"', '\'' -> behindString(text, at);
                default -> at + 1;
            };
        }
        return Math.min(at + 1, text.length());
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** One that is not closed ends with its line, or with the text if it may have several lines. */
    private static int behindString(String text, int start) {
        char quote = text.charAt(start);
        String three = String.valueOf(quote).repeat(3);
        boolean ofLines = text.startsWith(three, start);
        for (int at = start + (ofLines ? 3 : 1); at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' && !ofLines) {
                return at;
            }
            if (c == '\\' && quote == '"' && !text.startsWith("\n", at + 1)) {
                at++;
            } else if (c == quote && !ofLines) {
                return at + 1;
            } else if (c == quote && text.startsWith(three, at)) {
                return behindQuotes(text, at + 3, quote);
            }
        }
        return text.length();
    }

    /** A string of several lines may end with two quotes of its own. */
    private static int behindQuotes(String text, int from, char quote) {
        int at = from;
        while (at < text.length() && at < from + 2 && text.charAt(at) == quote) {
            at++;
        }
        return at;
    }
}
