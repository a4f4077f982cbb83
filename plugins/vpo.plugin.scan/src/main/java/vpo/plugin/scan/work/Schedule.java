package vpo.plugin.scan.work;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the interval between scans is written: {@code 30m}, {@code 6h}, {@code 1d}, or as ISO 8601 has it, {@code PT6H}.
 */
public final class Schedule {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,6})\\s*([mhd])");
    private static final Duration LEAST = Duration.ofMinutes(1);

    private Schedule() {}

    /**
     * Reads an interval.
     *
     * @return empty for no schedule: blank, or {@code off}
     * @throws IllegalArgumentException if it is none, or less than a minute; the message says what one looks like
     */
    public static Optional<Duration> parse(String text) {
        String given = text.strip();
        if (given.isEmpty() || given.equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        Duration interval = interval(given);
        if (interval.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("an interval is one minute or more");
        }
        return Optional.of(interval);
    }

    private static Duration interval(String given) {
        Matcher simple = SHORT.matcher(given);
        if (simple.matches()) {
            long number = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            return Duration.parse(given);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("an interval looks like 30m, 6h, 1d or PT6H", e);
        }
    }
}
