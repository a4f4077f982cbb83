package vpo.config.internal.metatype;

import java.util.ArrayList;
import java.util.List;

/** The text of a default: values between commas; a backslash protects commas, blanks and itself. */
final class DefaultText {
    private DefaultText() {}

    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        // Blanks count only before something that is none, or is protected.
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(text.charAt(++i));
                end = part.length();
            } else if (c == ',') {
                parts.add(part.substring(0, end));
                part.setLength(0);
                end = 0;
            } else if (!Character.isWhitespace(c)) {
                part.append(c);
                end = part.length();
            } else if (end > 0) {
                part.append(c);
            }
        }
        parts.add(part.substring(0, end));
        return parts;
    }
}
