package vpo.launcher.log;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;

/** An exception in one line: all that its frames would tell an operator is in its message. */
final class Summary {
    /** They say that something failed; what failed is their cause. */
    private static final Set<String> WRAPPERS = Set.of("java.lang.reflect.InvocationTargetException",
            "java.util.concurrent.ExecutionException", "jakarta.servlet.ServletException",
            "org.osgi.service.component.ComponentException");

    private Summary() {}

    /** Type without its package, and message; of the causes, too, as nothing else tells them. */
    static String of(IThrowableProxy throwable) {
        return Stream.iterate(throwable, each -> each != null, IThrowableProxy::getCause)
                .filter(each -> !isWrapper(each)).map(Summary::headline).collect(Collectors.joining(", caused by "));
    }

    private static boolean isWrapper(IThrowableProxy throwable) {
        IThrowableProxy cause = throwable.getCause();
        return cause != null && (WRAPPERS.contains(throwable.getClassName()) || throwable.getMessage() == null
        // What an exception says that was made of nothing but its cause.
                || throwable.getMessage().equals(described(cause.getClassName(), cause)));
    }

    private static String headline(IThrowableProxy throwable) {
        String type = throwable.getClassName();
        return described(type.substring(type.lastIndexOf('.') + 1), throwable);
    }

    private static String described(String type, IThrowableProxy throwable) {
        return throwable.getMessage() == null ? type : type + ": " + throwable.getMessage();
    }

    /** As for a proxy. */
    static String of(Throwable throwable) {
        return of(new ThrowableProxy(throwable));
    }
}
