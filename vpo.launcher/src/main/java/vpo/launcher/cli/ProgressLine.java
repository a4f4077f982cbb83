package vpo.launcher.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows how far something is: on a terminal in one line that changes, elsewhere in a line now and then. */
final class ProgressLine implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final String BEGINNING_OF_LINE = "\r";
    private static final String CLEAR_LINE = "\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private long shownNanos = System.nanoTime();
    private boolean begun;
    private boolean closed;

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether somebody sits at a terminal that knows how to clear a line. */
    static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    synchronized void show(String progress) {
        if (closed) {
            return;
        }
        if (terminal) {
            out.print(BEGINNING_OF_LINE + progress + CLEAR_LINE);
            out.flush();
            begun = true;
        } else if (System.nanoTime() - shownNanos > BETWEEN_LINES.toNanos()) {
            out.println(progress);
            shownNanos = System.nanoTime();
        }
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
