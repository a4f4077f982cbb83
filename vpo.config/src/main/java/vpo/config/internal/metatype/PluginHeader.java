package vpo.config.internal.metatype;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Provide-Capability}, as far as it says which plugin a bundle is. */
final class PluginHeader {
    private static final String NAMESPACE = "vpo.plugin";
    private static final Pattern NAME = Pattern.compile("name\\s*(?::\\s*String\\s*)?=\\s*\"?([a-z0-9-]{2,64})\"?");

    private PluginHeader() {}

    /** The plugin's name; empty if it is none. */
    static Optional<String> name(String header) {
        for (String clause : split(header == null ? "" : header, ',')) {
            List<String> parts = split(clause, ';');
            if (parts.getFirst().equals(NAMESPACE)) {
                return parts.stream().map(NAME::matcher).filter(Matcher::matches).map(each -> each.group(1))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /** At the separators that do not stand between quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin).strip());
        return parts;
    }
}
