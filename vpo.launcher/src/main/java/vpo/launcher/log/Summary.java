package vpo.launcher.log;

import java.util.Set;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;

/** An exception in one line: all that its frames would tell an operator is in its message. */
final class Summary {
    /** They say that something failed; what failed is their cause. */
    private static final Set<String> WRAPPERS = Set.of("java.lang.reflect.InvocationTargetException",
            "java.util.concurrent.ExecutionException", "jakarta.servlet.ServletException",
            "org.osgi.service.component.ComponentException");

    private Summary() {}

    /** Type without its package, and message. */
    static String of(IThrowableProxy throwable) {
        IThrowableProxy told = throwable;
        while (told.getCause() != null && WRAPPERS.contains(told.getClassName())) {
            told = told.getCause();
        }
        String type = told.getClassName().substring(told.getClassName().lastIndexOf('.') + 1);
        return told.getMessage() == null ? type : type + ": " + told.getMessage();
    }

    /** As for a proxy. */
    static String of(Throwable throwable) {
        return of(new ThrowableProxy(throwable));
    }
}
