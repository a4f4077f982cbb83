package vpo.launcher.log;

import java.util.function.UnaryOperator;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * An exception with its frames, causes and suppressed exceptions, as the JDK prints it. It is not left to the JDK
 * because an exception's message comes from outside and must not be able to forge a line of the log.
 */
final class Traceback {
    private final StringBuilder out = new StringBuilder(1024);
    private final UnaryOperator<String> escape;

    private Traceback(UnaryOperator<String> escape) {
        this.escape = escape;
    }

    /** The lines, without a line feed at the end; messages are passed through {@code escape}. */
    static String of(IThrowableProxy throwable, UnaryOperator<String> escape) {
        Traceback traceback = new Traceback(escape);
        traceback.append("", "", throwable);
        return traceback.out.substring(0, traceback.out.length() - 1);
    }

    private void append(String indent, String caption, IThrowableProxy throwable) {
        out.append(indent).append(caption);
        if (throwable.isCyclic()) {
            out.append("[CIRCULAR REFERENCE: ").append(headline(throwable)).append("]\n");
            return;
        }
        out.append(headline(throwable)).append('\n');
        StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
        int common = throwable.getCommonFrames();
        for (int i = 0; i < frames.length - common; i++) {
            out.append(indent).append("\tat ").append(frames[i].getStackTraceElement()).append('\n');
        }
        if (common > 0) {
            out.append(indent).append("\t... ").append(common).append(" more\n");
        }
        for (IThrowableProxy suppressed : throwable.getSuppressed()) {
            append(indent + "\t", "Suppressed: ", suppressed);
        }
        if (throwable.getCause() != null) {
            append(indent, "Caused by: ", throwable.getCause());
        }
    }

    private String headline(IThrowableProxy throwable) {
        if (throwable.getOverridingMessage() != null) {
            return escape.apply(throwable.getOverridingMessage());
        }
        String message = throwable.getMessage();
        return throwable.getClassName() + (message == null ? "" : ": " + escape.apply(message));
    }
}
