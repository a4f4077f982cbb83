package vpo.plugin.scan.work;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When to scan without being asked to. */
public sealed interface Schedule {
    /**
     * When to scan first.
     *
     * @param last when the last complete scan of the same folders began; empty if there was none
     * @param now the present
     * @return now or later
     */
    Instant first(Optional<Instant> last, Instant now);

    /** When to scan again, if one begins now. */
    Instant next(Instant now);

    /**
     * Reads a schedule: an interval, written {@code 30m}, {@code 6h}, {@code 1d}, or as ISO 8601 has it, {@code PT6H};
     * or five fields as cron has them.
     *
     * @param zone whose clocks cron goes by
     * @return empty for no schedule: blank, or {@code off}
     * @throws IllegalArgumentException if it is none; the message says what one looks like
     */
    static Optional<Schedule> parse(String text, ZoneId zone) {
        String given = text.strip();
        if (given.isEmpty() || given.equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        return Optional.of(Cron.isMeant(given) ? new At(Cron.parse(given), zone) : new Every(Every.parse(given)));
    }

    /**
     * At an interval, from the beginning of one scan to that of the next. One that a stop of the daemon has held up is
     * made up for.
     *
     * @param interval a minute to a year
     */
    record Every(Duration interval) implements Schedule {
        private static final Pattern SHORT = Pattern.compile("(\\d{1,6})\\s*([mhd])");
        private static final Duration LEAST = Duration.ofMinutes(1);
        private static final Duration MOST = Duration.ofDays(366);

        private static Duration parse(String given) {
            Duration interval = interval(given);
            if (interval.compareTo(LEAST) < 0 || interval.compareTo(MOST) > 0) {
                throw new IllegalArgumentException("an interval is one minute to " + MOST.toDays() + " days");
            }
            return interval;
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
                throw new IllegalArgumentException("a schedule is an interval such as 30m, 6h, 1d or PT6H, or five"
                        + " fields as cron has them, such as 0 3 * * *", e);
            }
        }

        @Override
        public Instant first(Optional<Instant> last, Instant now) {
            Instant due = last.map(time -> time.plus(interval)).orElse(now);
            Instant latest = next(now);
            // Later than that only if the clock was set back.
            return due.isBefore(now) ? now : due.isAfter(latest) ? latest : due;
        }

        @Override
        public Instant next(Instant now) {
            return now.plus(interval);
        }
    }

    /** At the times that cron says. One that the daemon was not running at is left out: it may be noon by now. */
    final class At implements Schedule {
        private final Cron cron;
        private final ZoneId zone;

        private At(Cron cron, ZoneId zone) {
            this.cron = cron;
            this.zone = zone;
        }

        @Override
        public Instant first(Optional<Instant> last, Instant now) {
            return next(now);
        }

        @Override
        public Instant next(Instant now) {
            return cron.next(now, zone);
        }
    }
}
