package vpo.launcher.log;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;

/**
 * What is logged, how it looks and where it goes beside stderr: the table {@code [logging]}. Immutable.
 *
 * @param level the threshold: lines below it are dropped
 * @param format how a line looks
 * @param file where lines go in addition to stderr; its folder is created if that folder's own parent exists
 * @param maxBytes a line that would bring the file to this size starts a new one first; 0 means never
 * @param backupCount how many old files {@code FILE.1} (the newest) to {@code FILE.N} are kept; 0 means that a new
 *            file is never started
 */
public record LogSettings(Level level, Format format, Optional<Path> file, long maxBytes, int backupCount) {

    /** What counts until the configuration is known: INFO, as text, to stderr alone. */
    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, Format.TEXT, Optional.empty(), 10_485_760,
            5);

    /** The thresholds, from the most to the fewest lines. */
    public enum Level {
        /** Everything, libraries included. */
        DEBUG,
        /** The edges of the lifecycle. */
        INFO,
        /** What somebody should look at. */
        WARNING,
        /** What failed. */
        ERROR
    }

    /** How a line looks. */
    public enum Format {
        /** {@code TIME - LOGGER - LEVEL - MESSAGE}. */
        TEXT,
        /** One JSON object a line. */
        JSON
    }

    /**
     * Makes the file's path absolute.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public LogSettings {
        Objects.requireNonNull(level);
        Objects.requireNonNull(format);
        file = file.map(Path::toAbsolutePath);
        if (maxBytes < 0 || backupCount < 0) {
            throw new IllegalArgumentException(
                    "max_bytes and backup_count must not be negative: " + maxBytes + ", " + backupCount);
        }
    }

    /**
     * From the table {@code [logging]} of a validated configuration. {@code include_stderr} is not asked for: a daemon
     * always logs to stderr, as the journal reads it there.
     */
    public static LogSettings of(Configuration configuration) {
        return new LogSettings(Level.valueOf(text(configuration, "level").orElseThrow()),
                Format.valueOf(text(configuration, "format").orElseThrow()),
                value(configuration, "file").map(Object::toString).map(Path::of),
                number(configuration, "max_bytes").longValue(), number(configuration, "backup_count").intValue());
    }

    /** The same without a file. */
    public LogSettings onStderrOnly() {
        return new LogSettings(level, format, Optional.empty(), maxBytes, backupCount);
    }

    /**
     * For a configuration that cannot be used as a whole: its level and its format, where those can be used.
     *
     * @param inputs of that configuration
     */
    public static LogSettings ofRefused(ConfigInputs inputs) {
        return new LogSettings(named(Level.values(), inputs, "level").orElse(DEFAULT.level()),
                named(Format.values(), inputs, "format").orElse(DEFAULT.format()), Optional.empty(), DEFAULT.maxBytes(),
                DEFAULT.backupCount());
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, ConfigInputs inputs, String key) {
        return Stream.of(inputs.flags().get("logging." + key),
                inputs.environment().get("VPO_LOGGING_" + key.toUpperCase(Locale.ROOT)))
                .flatMap(name -> Stream.of(values).filter(each -> each.name().equalsIgnoreCase(name))).findFirst();
    }

    private static Optional<String> text(Configuration configuration, String key) {
        return value(configuration, key).map(v -> v.toString().toUpperCase(Locale.ROOT));
    }

    private static Number number(Configuration configuration, String key) {
        return (Number) value(configuration, key).orElseThrow();
    }

    private static Optional<Object> value(Configuration configuration, String key) {
        return Optional.ofNullable(configuration.setting("logging." + key).value());
    }
}
