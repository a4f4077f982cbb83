package vpo.plugin.scan.work;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression, read: the values that it stands for.
 *
 * @param values each within the limits of its kind; Sunday is 0
 * @param star whether it begins with {@code *}
 */
record CronField(BitSet values, boolean star) {

    /** The fields, in their order. */
    enum Kind {
        MINUTE("minute", 0, 59, List.of()), HOUR("hour", 0, 23, List.of()), DAY("day of the month", 1, 31,
                List.of()), MONTH("month", 1, 12,
                        List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                                "dec")), WEEKDAY("day of the week", 0, 7,
                                        List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"));

        private final String words;
        private final int least;
        private final int most;
        /** The first one is the least. */
        private final List<String> names;

        Kind(String words, int least, int most, List<String> names) {
            this.words = words;
            this.least = least;
            this.most = most;
            this.names = names;
        }
    }

    /**
     * Reads a field: numbers, names, ranges and steps, in a list.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wrong with which part
     */
    static CronField parse(Kind kind, String text) {
        BitSet values = new BitSet();
        for (String part : text.split(",", -1)) {
            add(kind, part, values);
        }
        if (kind == Kind.WEEKDAY && values.get(kind.most)) {
            values.clear(kind.most);
            values.set(kind.least);
        }
        return new CronField(values, text.startsWith("*"));
    }

    private static void add(Kind kind, String part, BitSet values) {
        String[] rangeAndStep = part.split("/", -1);
        String range = rangeAndStep[0];
        if (rangeAndStep.length > 2) {
            throw wrong(kind, part, "has more than one step");
        }
        boolean stepped = rangeAndStep.length == 2;
        int first = kind.least;
        // Sunday once, at the beginning.
        int last = kind == Kind.WEEKDAY ? kind.most - 1 : kind.most;
        if (!range.equals("*")) {
            String[] ends = range.split("-", -1);
            if (ends.length > 2) {
                throw wrong(kind, part, "is no range; one looks like " + kind.least + "-" + kind.most);
            }
            if (stepped && ends.length == 1) {
                throw wrong(kind, part, "has a step without a range; write * or a range before the /");
            }
            first = value(kind, ends[0], part, kind.names.indexOf(lower(ends[0])));
            last = ends.length == 1
                    ? first
                    : value(kind, ends[1], part, kind.names.lastIndexOf(lower(ends[1])));
            if (first > last) {
                throw wrong(kind, part, "runs backwards; write it as two ranges");
            }
        }
        int step = stepped ? step(kind, rangeAndStep[1], part) : 1;
        for (int value = first; value <= last; value += step) {
            values.set(value);
        }
    }

    private static int value(Kind kind, String text, String part, int name) {
        if (name >= 0) {
            return kind.least + name;
        }
        int value = number(text);
        if (value < kind.least || value > kind.most) {
            throw wrong(kind, part, "is not " + kind.least + " to " + kind.most
                    + (kind.names.isEmpty() ? "" : ", nor a name such as " + kind.names.get(1)));
        }
        return value;
    }

    private static int step(Kind kind, String text, String part) {
        int step = number(text);
        if (step < 1) {
            throw wrong(kind, part, "has a step that is no number above 0");
        }
        return step;
    }

    /** -1 if it is none. No field needs more than two digits. */
    private static int number(String text) {
        return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(Kind kind, String part, String why) {
        return new IllegalArgumentException("in its " + kind.words + ", \"" + part + "\" " + why);
    }
}
