package vpo.plugin.scan.work;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import vpo.plugin.scan.work.CronField.Kind;

/**
 * Points in time as cron writes them: minute, hour, day of the month, month, day of the week.
 *
 * <p>As with cron, a day is meant if both of its fields allow it, but if neither begins with {@code *}, one is enough.
 * And when clocks are changed, a time that they leave out is made up for at once, and one that comes twice counts once;
 * but with a {@code *} in the minute or the hour, what counts is only what clocks show.
 */
final class Cron {
    private static final Map<String, String> NAMES = Map.of("@hourly", "0 * * * *", "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *", "@weekly", "0 0 * * 0", "@monthly", "0 0 1 * *", "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");
    /** In so many years there is a 29th of February on each day of the week. */
    private static final int YEARS = 40;
    private static final int DAYS_OF_WEEK = 7;

    private final CronField minute;
    private final CronField hour;
    private final CronField day;
    private final CronField month;
    private final CronField weekday;

    private Cron(List<CronField> fields) {
        minute = fields.get(0);
        hour = fields.get(1);
        day = fields.get(2);
        month = fields.get(3);
        weekday = fields.get(4);
    }

    /** Whether a text is meant as one, right or wrong. */
    static boolean isMeant(String text) {
        return text.startsWith("@") || text.split("\\s+").length > 2 || text.contains("*");
    }

    /**
     * Reads an expression: five fields, or a name such as {@code @daily}.
     *
     * @throws IllegalArgumentException if it is none, or can never be; the message says why
     */
    static Cron parse(String text) {
        String expression = text;
        if (text.startsWith("@")) {
            expression = NAMES.get(text.toLowerCase(Locale.ROOT));
            if (expression == null) {
                throw new IllegalArgumentException(text + " is none of "
                        + String.join(", ", NAMES.keySet().stream().sorted().toList()));
            }
        }
        String[] parts = expression.split("\\s+");
        Kind[] kinds = Kind.values();
        if (parts.length != kinds.length) {
            throw new IllegalArgumentException("a cron expression has five fields (minute, hour, day of the month,"
                    + " month, day of the week), and not " + parts.length);
        }
        Cron cron = new Cron(IntStream.range(0, kinds.length).mapToObj(i -> CronField.parse(kinds[i], parts[i]))
                .toList());
        LocalDate any = LocalDate.EPOCH;
        if (Stream.iterate(any, date -> date.plusDays(1)).limit(any.lengthOfYear() * (long) YEARS)
                .noneMatch(cron::isOn)) {
            throw new IllegalArgumentException("there is no such day in any year");
        }
        return cron;
    }

    /** The first such point in time after another. */
    Instant next(Instant after, ZoneId zone) {
        LocalDate from = LocalDate.ofInstant(after, zone).minusDays(1);
        // Three days at once: where clocks are changed at midnight, points in time are not in the order of their dates.
        return earliest(Stream.iterate(from, date -> date.plusDays(1)).limit(3), after, zone)
                .or(() -> Stream.iterate(from.plusDays(3), date -> date.plusDays(1))
                        .flatMap(date -> earliest(Stream.of(date), after, zone).stream()).findFirst())
                .orElseThrow();
    }

    private Optional<Instant> earliest(Stream<LocalDate> dates, Instant after, ZoneId zone) {
        return dates.filter(this::isOn).flatMap(date -> on(date, zone).stream()).filter(time -> time.isAfter(after))
                .min(Instant::compareTo);
    }

    private boolean isOn(LocalDate date) {
        boolean byDay = day.values().get(date.getDayOfMonth());
        boolean byWeekday = weekday.values().get(date.getDayOfWeek().getValue() % DAYS_OF_WEEK);
        return month.values().get(date.getMonthValue())
                && (day.star() || weekday.star() ? byDay && byWeekday : byDay || byWeekday);
    }

    private List<Instant> on(LocalDate date, ZoneId zone) {
        List<Instant> times = new ArrayList<>();
        hour.values().stream().forEach(h -> minute.values().stream()
                .forEach(m -> times.addAll(at(date.atTime(LocalTime.of(h, m)), zone))));
        return times;
    }

    private List<Instant> at(LocalDateTime time, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (minute.star() || hour.star()) {
            return offsets.stream().map(time::toInstant).toList();
        }
        return List.of(offsets.isEmpty()
                ? zone.getRules().getTransition(time).getInstant()
                : time.toInstant(offsets.getFirst()));
    }
}
