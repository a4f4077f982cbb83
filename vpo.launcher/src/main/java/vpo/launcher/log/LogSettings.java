package vpo.launcher.log;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.Setting;

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

    /** What counts until the configuration is known: INFO, to stderr alone. */
    public static final LogSettings DEFAULT = new LogSettings(Level.INFO, Format.AUTO, Optional.empty(), 10_485_760,
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
        JSON,
        /** To the journal in place of stderr, with fields; in the file as text. */
        JOURNAL,
        /** As {@link #JOURNAL} if stderr is the journal's, else as {@link #TEXT}. */
        AUTO
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
        return of(configuration::setting);
    }

    /** For a configuration that cannot be used as a whole: what can be read of it, on stderr. */
    public static LogSettings ofRefused(ConfigurationException refused) {
        return of(refused::setting).onStderrOnly();
    }

    private static LogSettings of(Function<String, Setting> settings) {
        Table logging = key -> settings.apply("logging." + key).value();
        return new LogSettings(Level.valueOf(logging.text("level")), Format.valueOf(logging.text("format")),
                Optional.ofNullable(logging.value("file")).map(Object::toString).map(Path::of),
                logging.number("max_bytes").longValue(), logging.number("backup_count").intValue());
    }

    /** The values of {@code [logging]}. */
    private interface Table {
        Object value(String key);

        default String text(String key) {
            return value(key).toString().toUpperCase(Locale.ROOT);
        }

        default Number number(String key) {
            return (Number) value(key);
        }
    }

    /** The same without a file. */
    public LogSettings onStderrOnly() {
        return new LogSettings(level, format, Optional.empty(), maxBytes, backupCount);
    }
}
