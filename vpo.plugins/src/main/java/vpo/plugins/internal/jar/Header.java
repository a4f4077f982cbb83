package vpo.plugins.internal.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A manifest header of OSGi: clauses between commas, each with its paths, attributes and directives between semicolons.
 * Quotes protect both.
 */
final class Header {

    /**
     * One clause.
     *
     * @param paths such as the names of packages
     * @param attributes by name, without their types
     */
    record Clause(List<String> paths, Map<String, String> attributes) {}

    private Header() {}

    /**
     * The clauses of a header; none of a header that is null or blank.
     *
     * @throws RefusedException if an attribute or a directive has no name
     */
    static List<Clause> parse(String header) throws RefusedException {
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(header == null ? "" : header, ',')) {
            List<String> paths = new ArrayList<>();
            Map<String, String> attributes = new LinkedHashMap<>();
            for (String part : split(clause, ';')) {
                List<String> pair = split(part, '=');
                if (part.startsWith("=")) {
                    throw new RefusedException("has a manifest with a header that is none: " + clause);
                }
                if (pair.size() == 1) {
                    paths.add(unquoted(part));
                } else {
                    String name = pair.getFirst();
                    String value = part.substring(part.indexOf('=') + 1).strip();
                    // A directive's name ends with the colon, an attribute's type comes after it.
                    int colon = name.indexOf(':');
                    attributes.put(colon < 0 ? name : name.substring(0, colon).strip(), unquoted(value));
                }
            }
            clauses.add(new Clause(paths, attributes));
        }
        return clauses;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
            } else if (c == separator && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                quoted ^= c == '"';
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1")
                : text;
    }
}
