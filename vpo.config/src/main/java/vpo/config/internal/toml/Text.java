package vpo.config.internal.toml;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values and keys as TOML would write them, on one line and of bounded length. */
public final class Text {
    private static final int LONGEST = 80;
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}\\p{Punct}&&[^\"\\\\]]{1,80}");

    private Text() {}

    /** A key, quoted if it must be, in full: no two keys are the same. */
    public static String key(String key) {
        return BARE_KEY.matcher(key).matches() ? key : '"' + escaped(key) + '"';
    }

    /** A dotted key with its parts as they are, out of their quotes, and without the numbers of instances. */
    public static String plain(String dotted) {
        StringBuilder out = new StringBuilder();
        boolean isQuoted = false;
        for (int i = 0; i < dotted.length(); i++) {
            char c = dotted.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '[' && !isQuoted) {
                i = dotted.indexOf(']', i);
            } else if (c == '\\') {
                i++;
                out.append(unescaped(dotted, i));
                i += dotted.charAt(i) == 'u' ? 4 : 0;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** What {@link #escaped} has made of a character, behind the backslash. */
    private static char unescaped(String text, int at) {
        return switch (text.charAt(at)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) Integer.parseInt(text, at + 1, at + 5, 16);
            default -> text.charAt(at);
        };
    }

    /** A key in a message, cut where it gets too long to read. */
    public static String shownKey(String key) {
        return key(cut(key, LONGEST));
    }

    /** The beginning of what is longer than that many characters. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    /** A string in quotes, cut where it gets too long to read. */
    public static String quoted(String text) {
        return '"' + escaped(cut(text, LONGEST)) + '"';
    }

    /** A value in a message: a string without quotes if it can be seen well that way. */
    public static String shown(Object value) {
        // Each start comes by here, and a switch over types is made anew at each.
        if (value instanceof String s) {
            return PLAIN.matcher(s).matches() ? s : quoted(s);
        }
        return value instanceof Double d ? number(d) : value.toString();
    }

    /** Any effective value in full. */
    public static String value(Object value) {
        return switch (value) {
            case String s -> '"' + escaped(s) + '"';
            case Double d -> number(d);
            case List<?> l -> l.stream().map(Text::value).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }

    /** A number as TOML writes it. */
    public static String number(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.toString(number);
    }

    /** What is to stand between quotes, without control characters, valid in TOML and in JSON. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || Character.isSurrogate(c) && !paired(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }

    private static boolean paired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
