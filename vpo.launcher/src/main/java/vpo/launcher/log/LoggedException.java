package vpo.launcher.log;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.spi.IThrowableProxy;

/** What is left of an exception that was logged: its text. The exception itself may hold a whole plugin in memory. */
final class LoggedException extends Exception {
    static final int LONGEST = 8_000;
    private static final long serialVersionUID = 1L;

    private final String traceback;

    private LoggedException(String message, String traceback) {
        super(message, null, false, false);
        this.traceback = traceback;
    }

    static LoggedException of(IThrowableProxy exception) {
        return new LoggedException(RememberedEntry.cut(String.valueOf(exception.getMessage()),
                RememberedEntry.LONGEST_MESSAGE), cut(Traceback.of(exception, UnaryOperator.identity())));
    }

    /** What it is stands at the beginning, and its cause at the end. */
    private static String cut(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " ...\n(" + (text.length() - LONGEST)
                        + " characters are left out here)\n... " + text.substring(text.length() - LONGEST / 2);
    }

    /** As that of the exception itself. */
    @Override
    public String toString() {
        return traceback.lines().findFirst().orElse("");
    }

    @Override
    public void printStackTrace(PrintStream out) {
        out.println(traceback);
    }

    @Override
    public void printStackTrace(PrintWriter out) {
        out.println(traceback);
    }
}
