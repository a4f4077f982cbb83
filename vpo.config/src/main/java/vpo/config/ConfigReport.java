package vpo.config;

import java.util.List;
import java.util.stream.Collectors;

import vpo.config.internal.toml.Text;

/** The configuration as people and scripts read it; secrets are masked. */
public final class ConfigReport {
    private static final String NONE = "-";

    private ConfigReport() {}

    /** Key, value and source of every setting, in aligned columns; ends with a line break. */
    public static String text(Configuration configuration) {
        List<Setting> settings = configuration.settings();
        int keys = settings.stream().mapToInt(s -> s.key().length()).max().orElse(0);
        int values = settings.stream().mapToInt(s -> value(s).length()).max().orElse(0);
        return settings.stream()
                .map(s -> pad(s.key(), keys) + "  " + pad(value(s), values) + "  " + s.source() + "\n")
                .collect(Collectors.joining());
    }

    /** An array of objects with the keys {@code key}, {@code value}, {@code source}; null for no value. */
    public static String json(Configuration configuration) {
        return configuration.settings().stream().map(ConfigReport::object)
                .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    /** One line for each problem, errors and warnings marked as such; empty if there are none. */
    public static String problems(List<Problem> problems) {
        return problems.stream().map(p -> p.severity() + " " + p + "\n").collect(Collectors.joining());
    }

    private static String object(Setting setting) {
        String source = setting.source().toString();
        return "{\"key\": \"" + Text.escaped(setting.key()) + "\", \"value\": " + json(setting.shown())
                + ", \"source\": \"" + Text.escaped(source) + "\"}";
    }

    /** JSON differs from TOML in numbers that are none. */
    private static String json(Object value) {
        return switch (value) {
            case null -> "null";
            case Double d when !Double.isFinite(d) -> '"' + Text.number(d) + '"';
            case List<?> l -> l.stream().map(ConfigReport::json).collect(Collectors.joining(", ", "[", "]"));
            default -> Text.value(value);
        };
    }

    private static String value(Setting setting) {
        Object shown = setting.shown();
        return shown == null ? NONE : setting.secret() ? shown.toString() : Text.value(shown);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
