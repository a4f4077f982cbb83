package vpo.launcher.cli;

import java.util.Map;

/**
 * Colours.
 *
 * @param on whether there are any
 */
record Style(boolean on) {
    static final Style NONE = new Style(false);

    /** On a terminal, unless the operator wants none (no-color.org). */
    static Style of(Map<String, String> environment, boolean terminal) {
        return new Style(terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    String good(String text) {
        return coloured(text, "32");
    }

    String warning(String text) {
        return coloured(text, "33");
    }

    String bad(String text) {
        return coloured(text, "31");
    }

    String faint(String text) {
        return coloured(text, "2");
    }

    String strong(String text) {
        return coloured(text, "1");
    }

    private String coloured(String text, String code) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
