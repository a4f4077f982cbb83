package vpo.plugin.scan.library;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Points in time as the library has them: {@code 2025-11-23T12:45:23.123456+00:00}, always UTC, the fraction with six
 * digits or absent when it is zero. They are compared as text, so that there must be no other form.
 */
public final class Timestamps {
    private static final int LENGTH = 32;
    private static final int LAST_YEAR = 9999;
    private static final int NANOS_OF_MICRO = 1000;
    private static final double NANOS_OF_SECOND = 1e9;
    private static final double MICROS_OF_SECOND = 1e6;
    /** Some 999 million years. */
    private static final long MOST_SECONDS = 31_500_000_000_000_000L;

    private Timestamps() {}

    /**
     * As text. What is smaller than a microsecond is cut off. By hand, because a scan does it for every file, changed or
     * not, and formatters take longer than the look at the file.
     */
    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(LENGTH);
        if (utc.getYear() < 0 || utc.getYear() > LAST_YEAR) {
            // Of a file whose time somebody has damaged.
            text.append(utc.getYear());
        } else {
            append(text, utc.getYear(), 1000);
        }
        append(text.append('-'), utc.getMonthValue(), 10);
        append(text.append('-'), utc.getDayOfMonth(), 10);
        append(text.append('T'), utc.getHour(), 10);
        append(text.append(':'), utc.getMinute(), 10);
        append(text.append(':'), utc.getSecond(), 10);
        int micros = utc.getNano() / NANOS_OF_MICRO;
        if (micros != 0) {
            append(text.append('.'), micros, 100_000);
        }
        return text.append("+00:00").toString();
    }

    /** @param unit of the first digit */
    private static void append(StringBuilder text, int number, int unit) {
        for (int each = unit; each > 0; each /= 10) {
            text.append((char) ('0' + number / each % 10));
        }
    }

    /** Text as a point in time; nothing if it is of another form. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A file's time of modification in microseconds. It takes the way through floating point seconds, rounded half to
     * even, by which the existing rows were made: by a better way, unchanged files would look changed.
     */
    public static Instant ofFile(Instant modified) {
        double seconds = modified.getEpochSecond() + modified.getNano() / NANOS_OF_SECOND;
        if (Math.abs(seconds) > MOST_SECONDS) {
            // Of a file whose time somebody has damaged, too; floating point may go beyond what there is.
            return Instant.ofEpochSecond(seconds < 0 ? -MOST_SECONDS : MOST_SECONDS);
        }
        long whole = (long) seconds;
        long micros = (long) Math.rint((seconds - whole) * MICROS_OF_SECOND);
        return Instant.ofEpochSecond(whole).plus(micros, ChronoUnit.MICROS);
    }
}
