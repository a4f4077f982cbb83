package vpo.launcher.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalInt;

/** Shows how far something is: on a terminal in one line that changes, elsewhere in a line now and then. */
final class ProgressLine implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final String BEGINNING_OF_LINE = "\r";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CUT = "...";

    private static final int USUAL_COLUMNS = 80;

    private final PrintWriter out;
    private final OptionalInt columns;
    private long shownNanos = System.nanoTime();
    private boolean begun;
    private boolean closed;

    /**
     * @param columns of the terminal; empty for none
     */
    ProgressLine(PrintWriter out, OptionalInt columns) {
        this.out = out;
        this.columns = columns;
    }

    /**
     * On the standard error.
     *
     * @param wanted whether it may be a line that changes
     */
    static ProgressLine to(PrintWriter err, boolean wanted) {
        return new ProgressLine(err, wanted && StandardStream.ERRORS.canClearLines()
                ? OptionalInt.of(columns(System.getenv().getOrDefault("COLUMNS", "")))
                : OptionalInt.empty());
    }

    /** As the shell tells, if it does. */
    static int columns(String told) {
        return told.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(told) : USUAL_COLUMNS;
    }

    synchronized void show(String progress) {
        if (closed) {
            return;
        }
        String line = Plain.line(progress);
        if (columns.isPresent()) {
            out.print(BEGINNING_OF_LINE + cut(line, columns.getAsInt()) + CLEAR_LINE);
            out.flush();
            begun = true;
        } else if (System.nanoTime() - shownNanos > BETWEEN_LINES.toNanos()) {
            out.println(line);
            shownNanos = System.nanoTime();
        }
    }

    /** What goes on in the next row of the terminal could not be cleared again. */
    private static String cut(String line, int columns) {
        int most = columns - 1;
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - CUT.length())) + CUT;
    }

    /** Leaves an empty line for what comes next, and shows nothing any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (begun) {
            out.print(BEGINNING_OF_LINE + CLEAR_LINE);
            out.flush();
            begun = false;
        }
    }
}
