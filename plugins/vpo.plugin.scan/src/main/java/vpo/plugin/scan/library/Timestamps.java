package vpo.plugin.scan.library;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Points in time as the library has them: {@code 2025-11-23T12:45:23.123456+00:00}, always UTC, the fraction with six
 * digits or absent when it is zero. They are compared as text, so that there must be no other form.
 */
public final class Timestamps {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);
    private static final int NANOS_OF_MICRO = 1000;
    private static final double NANOS_OF_SECOND = 1e9;
    private static final double MICROS_OF_SECOND = 1e6;

    private Timestamps() {}

    /** As text. What is smaller than a microsecond is cut off. */
    public static String text(Instant time) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        int micros = utc.getNano() / NANOS_OF_MICRO;
        String fraction = micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros);
        return SECONDS.format(utc) + fraction + "+00:00";
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
        long whole = (long) seconds;
        long micros = (long) Math.rint((seconds - whole) * MICROS_OF_SECOND);
        return Instant.ofEpochSecond(whole).plus(micros, ChronoUnit.MICROS);
    }
}
