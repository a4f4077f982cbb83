package vpo.launcher.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Units {
    private static final long KIB = 1024;
    private static final String[] SIZES = {"KiB", "MiB", "GiB", "TiB"};

    private Units() {}

    /** In the one or two largest units, such as {@code 2 h 5 min}. */
    static String span(Duration span) {
        Duration time = span.isNegative() ? Duration.ZERO : span;
        if (time.toDays() > 0) {
            return two(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return two(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Such as {@code 3 min ago}. */
    static String ago(Duration age) {
        return age.toSeconds() < 1 ? "just now" : span(age) + " ago";
    }

    static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= KIB && unit < SIZES.length - 1) {
            size /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, SIZES[unit]);
    }

    /** Such as {@code 1 task} and {@code 2 tasks}. */
    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
