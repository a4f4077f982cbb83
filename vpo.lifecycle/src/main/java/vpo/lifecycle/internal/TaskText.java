package vpo.lifecycle.internal;

/** Makes text of unknown origin fit for one line of a log. */
final class TaskText {
    private static final int KEPT = 200;

    private TaskText() {}

    /** A task's name: one line, not blank, of bounded length. */
    static String name(String given) {
        String name = oneLine(given);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a task's name is blank: say what the work is, and on which file");
        }
        return name;
    }

    /** Line breaks and other control characters become spaces; 200 characters are kept. */
    static String oneLine(String given) {
        String text = given.length() > KEPT ? shortened(given) : given;
        for (int i = 0; i < text.length(); i++) {
            if (breaks(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String shortened(String text) {
        // Not between the two halves of one character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT);
    }

    private static String replaced(String text) {
        StringBuilder line = new StringBuilder(text);
        for (int i = 0; i < line.length(); i++) {
            if (breaks(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }

    private static boolean breaks(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
