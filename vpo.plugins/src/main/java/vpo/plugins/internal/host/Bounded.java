package vpo.plugins.internal.host;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs somebody else's code on a thread of its own and waits for it a limited time. Code that does not come back is
 * interrupted once and left behind, on a thread that does not keep the process alive.
 */
final class Bounded {
    /** How often it is looked whether the code has called {@code System.exit}. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Bounded() {}

    /** The code did not come back in time. */
    static final class HangsException extends Exception {
        private static final long serialVersionUID = 1L;

        HangsException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The code has called {@code System.exit}: it never comes back, because the JVM waits for the daemon's stop. */
    static final class ExitsException extends Exception {
        private static final long serialVersionUID = 1L;

        ExitsException(String message) {
            super(message);
        }
    }

    /**
     * Runs.
     *
     * @param name of the thread
     * @param limit to wait
     * @param work to do
     * @param late what to do, on that thread, when the work comes back after all
     * @return what the work returned
     * @throws HangsException if it did not come back; the message says for how long it was waited and where it was
     * @throws ExitsException if it ends the process; the message says where
     * @throws ExecutionException if it threw, with what it threw
     * @throws InterruptedException if the calling thread was interrupted
     */
    static <T> T run(String name, Duration limit, Callable<T> work, Runnable late)
            throws HangsException, ExitsException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            task.run();
            if (task.isCancelled()) {
                // The interrupt was for the work.
                Thread.interrupted();
                late.run();
            }
        });
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            while (true) {
                try {
                    return task.get(Math.min(deadline - System.nanoTime(), BETWEEN_LOOKS.toNanos()),
                            TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    StackTraceElement[] stack = thread.getStackTrace();
                    if (isInExit(stack)) {
                        throw new ExitsException(where(stack));
                    }
                    if (System.nanoTime() >= deadline) {
                        if (task.cancel(true)) {
                            throw new HangsException("did not come back within " + seconds(limit) + " s"
                                    + where(stack), e);
                        }
                        return task.get();
                    }
                }
            }
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        }
    }

    private static boolean isInExit(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(
                frame -> frame.getClassName().equals(Runtime.class.getName()) && frame.getMethodName().equals("exit"));
    }

    /** The place in the plugin's own code: the first one on the stack that is not of Java's. */
    private static String where(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(frame -> frame.getModuleName() == null)
                .filter(frame -> !frame.getClassName().startsWith("org.apache.felix."))
                .filter(frame -> !frame.getClassName().startsWith("vpo.plugins."))
                .findFirst().map(frame -> ", at " + frame).orElse("");
    }

    private static String seconds(Duration limit) {
        return String.valueOf(limit.toMillis() / 1000.0);
    }
}
