package vpo.console.internal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.config.Setting;

/**
 * What of the configuration nobody is shown.
 *
 * @param properties full names of properties in Configuration Admin, PID and key
 * @param values as they would stand in a page
 */
record Secrets(Set<String> properties, List<String> values) {
    /** Shorter ones are to be found in any page, and would only spoil it. */
    private static final int LEAST_LENGTH = 6;
    private static final String MASK = "********";

    static Secrets of(List<Setting> settings) {
        List<Setting> secret = settings.stream().filter(Setting::secret).toList();
        return new Secrets(
                secret.stream().map(Setting::property).collect(Collectors.toUnmodifiableSet()),
                secret.stream().flatMap(each -> texts(each.value())).filter(each -> each.length() >= LEAST_LENGTH)
                        .flatMap(Secrets::spellings).distinct()
                        // A secret that another one contains must not keep that one from being found.
                        .sorted((a, b) -> b.length() - a.length()).toList());
    }

    private static Stream<String> texts(Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Collection<?> many -> many.stream().map(String::valueOf);
            default -> Stream.of(value.toString());
        };
    }

    /** As it is, and as it stands in JSON and in HTML. */
    private static Stream<String> spellings(String value) {
        String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
        String html = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return Stream.of(value, json, json.replace("/", "\\/"), html.replace("\"", "&#34;").replace("'", "&#39;"),
                html.replace("\"", "&quot;").replace("'", "&#39;"));
    }

    /** Whether a property of a configuration is one. */
    boolean include(String factoryPid, String pid, String property) {
        return properties.contains((factoryPid == null ? pid : factoryPid) + "." + property);
    }

    /** The text with asterisks in the place of each value. */
    String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }
}
