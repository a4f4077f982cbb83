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
                RememberedEntry.LONGEST_MESSAGE),
                RememberedEntry.cut(Traceback.of(exception, UnaryOperator.identity()), LONGEST));
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
