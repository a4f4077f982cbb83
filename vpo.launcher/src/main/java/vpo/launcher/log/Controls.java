package vpo.launcher.log;

import java.util.function.IntPredicate;

/** Makes characters visible that would change how a line is shown, or make more than one of it. */
final class Controls {
    private Controls() {}

    /** For a place that has room for one line. */
    static String escape(String text) {
        return escape(text, Controls::breaksLine);
    }

    /** For a place where line feeds and tabs stay what they are. */
    static String escapeButLines(String text) {
        return escape(text, c -> c != '\n' && c != '\t' && breaksLine(c));
    }

    private static String escape(String text, IntPredicate escaped) {
        if (text == null || text.chars().noneMatch(escaped)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped.test(c)) {
                out.append(switch (c) {
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    default -> "\\u%04x".formatted((int) c);
                });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Control characters, line separators, and the marks that turn the direction of what follows them. */
    private static boolean breaksLine(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069;
    }
}
