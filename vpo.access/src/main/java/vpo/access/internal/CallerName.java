package vpo.access.internal;

/** Names of callers, as the log and other bundles are told them. */
final class CallerName {
    /** Whoever has the token of the data directory. */
    static final String LOCAL = "local";
    /** Whoever gave no name, or one that is taken. */
    static final String OPERATOR = "operator";

    private static final int LONGEST = 64;

    private CallerName() {}

    /** A name that somebody has typed, without what would make a log line say something else than it does. */
    static String of(String typed) {
        String fit = typed.strip().codePoints().limit(LONGEST).map(c -> isFit(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return fit.isEmpty() || fit.equals(LOCAL) ? OPERATOR : fit;
    }

    private static boolean isFit(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
                false;
            default -> c != '"' && c != '\\';
        };
    }
}
