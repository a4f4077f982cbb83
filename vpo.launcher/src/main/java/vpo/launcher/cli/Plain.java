package vpo.launcher.cli;

/** Makes text that others wrote fit for a terminal: what could move its cursor or colour it becomes a question mark. */
final class Plain {
    private Plain() {}

    /** With its line breaks and tabs. */
    static String text(String text) {
        return text.codePoints().map(each -> each == '\n' || each == '\t' || !Character.isISOControl(each) ? each : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** In one line. */
    static String line(String text) {
        return text(text).replaceAll("\\s*\\n\\s*", " ").replace('\t', ' ');
    }
}
