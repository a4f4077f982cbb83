package vpo.launcher.serve;

import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.api.start.StartConditions;
import vpo.config.Seconds;

/**
 * Stops the daemon once, whoever asks and however often, and sees to it that the process ends: when the drain, the
 * bundles' own stop and the exit take longer than {@code shutdown_timeout} and a grace together, it is ended by force.
 */
final class Stopper {
    private static final Logger log = LoggerFactory.getLogger(Stopper.class);
    /** The stop may take {@code shutdown_timeout} + 5 s; half a second of it is for the end of the process. */
    private static final Duration GRACE = Duration.ofMillis(4_500);
    /** What vpo.lifecycle registers to say what a stop still waits for. */
    private static final String REPORT_FILTER = "(vpo.lifecycle.report=in-flight)";

    /** A start that is under way is let come to its end for this long: stopped in its middle, Jetty logs exceptions. */
    private static final Duration START = Duration.ofSeconds(3);

    /** How long a line of the log may take before it is not waited for. */
    private static final Duration SAY = Duration.ofMillis(200);

    /** Before a container that could not begin to stop is asked again. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CountDownLatch settled = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch limited = new CountDownLatch(1);
    private volatile DoubleSupplier shutdownTimeout = () -> 0;
    private volatile Runnable closeLog = () -> {};
    private volatile boolean running;
    private volatile int status;
    private Framework framework;
    private boolean asked;

    /**
     * Whatever ends this process from now on stops the daemon first.
     *
     * @return false if the process is ending already: then nothing is to be begun
     */
    boolean install() {
        // Now, for when it is needed there may be no more threads to be had.
        Thread.ofPlatform().daemon().name("vpo-stop-limit").start(this::endInTime);
        ProcessSignals.handle("TERM", () -> ask("SIGTERM received"));
        ProcessSignals.handle("INT", () -> ask("SIGINT received"));
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::exiting, "vpo-exit"));
        } catch (IllegalStateException _) {
            // A signal came before the lines above: the JVM has begun to end by itself.
            return false;
        }
        return true;
    }

    /**
     * Tells what is known once there is a configuration.
     *
     * @param seconds how long a stop may wait for work, as configured when the stop begins
     * @param closing closes the log, before the process is ended by force
     */
    void configure(DoubleSupplier seconds, Runnable closing) {
        shutdownTimeout = seconds;
        closeLog = closing;
    }

    /**
     * Tells which framework to stop. If a stop was asked for already, the framework is not to be started.
     *
     * @return whether to go on starting
     */
    synchronized boolean attach(Framework toStop) {
        framework = toStop;
        return !asked;
    }

    /** Watches the framework's stop; called once it is initialized, so that this listener is the first one. */
    void watch(BundleContext systemBundle) {
        systemBundle.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
                settled.countDown();
                limited.countDown();
            }
        });
    }

    /** The start is over: a stop from now on may use all of its time. */
    void running() {
        running = true;
        settled.countDown();
    }

    /** The start has failed: should the process have to be ended by force, then with this status. */
    void failed(int exitStatus) {
        status = exitStatus;
        settled.countDown();
    }

    /** Nothing is in flight any more: only bundles are still to be stopped. */
    void drained() {
        drained.countDown();
    }

    /** The daemon has ended, and the process is about to. */
    void ended() {
        ended.countDown();
        limited.countDown();
    }

    /** The first one stops; the others tell what is waited for. */
    void ask(String why) {
        // Before the monitor is asked for, which a start may hold while it logs to a pipe that nobody reads.
        limited.countDown();
        Framework toStop;
        boolean first;
        synchronized (this) {
            first = !asked;
            asked = true;
            toStop = framework;
        }
        if (first) {
            say(() -> log.info("{}: stopping, waiting up to {} s for work in flight", why,
                    shutdownTimeout.getAsDouble()));
            if (toStop != null) {
                awaitStart();
                stop(toStop);
            }
        } else {
            log.info("{}: already stopping", why);
            if (toStop != null) {
                report(toStop);
            }
        }
    }

    private void awaitStart() {
        try {
            if (!settled.await(START.toMillis(), TimeUnit.MILLISECONDS)) {
                say(() -> log.info("the start does not come to its end: stopping in the middle of it"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Again and again until it has begun: a service manager sends its signal once. At the limit of threads, the framework,
     * which stops on one of its own, throws an error.
     */
    private void stop(Framework framework) {
        boolean told = false;
        while (!begins(framework, told) && ended.getCount() > 0) {
            told = true;
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean begins(Framework framework, boolean told) {
        try {
            BundleContext context = framework.getBundleContext();
            if (context != null) {
                context.registerService(Condition.class, Condition.INSTANCE,
                        new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.STOP_ASKED)));
            }
            framework.stop();
            return true;
        } catch (BundleException | RuntimeException | Error e) {
            if (!told) {
                say(() -> log.error("the container does not stop, and is asked again: {}", e.toString()));
            }
            return false;
        }
    }

    private static void report(Framework framework) {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            return;
        }
        try {
            for (ServiceReference<Runnable> report : context.getServiceReferences(Runnable.class, REPORT_FILTER)) {
                Runnable service = context.getService(report);
                if (service != null) {
                    service.run();
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IllegalStateException e) {
            log.debug("stopped in the meantime", e);
        }
    }

    /** Whether a stop was asked for. */
    synchronized boolean isAsked() {
        return asked;
    }

    /**
     * Runs something unless a stop was asked for; while it runs, nobody can ask.
     *
     * @return whether it ran
     */
    synchronized boolean unlessAsked(Runnable action) {
        if (!asked) {
            action.run();
        }
        return !asked;
    }

    /**
     * The JVM's shutdown hook. The JVM exits because the daemon has ended, or because somebody has called
     * {@code System.exit}, which is no reason to lose work: then the exit waits for the stop, and keeps its status.
     */
    private void exiting() {
        if (ended.getCount() == 0) {
            return;
        }
        // Should it come to force. The start is not over by this: it is let come to its end, as after a signal.
        status = 1;
        ask("System.exit was called" + caller());
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who waits in {@code System.exit} for this hook; virtual threads are not to be found. */
    private static String caller() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> Arrays.stream(frames).anyMatch(Stopper::isExit))
                .flatMap(frames -> Arrays.stream(frames).dropWhile(frame -> !isExit(frame))
                        .dropWhile(frame -> frame.getClassName().startsWith("java.lang.")).limit(1))
                .map(frame -> " by " + place(frame)).collect(Collectors.joining());
    }

    /** Without the class loader, which is another one in an image. */
    private static String place(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
    }

    /** Ends the process by force when a stop takes too long, unless it has ended before. Shutdown hooks of others may hang, too. */
    private void endInTime() {
        long begin = System.nanoTime();
        try {
            limited.await();
            begin = System.nanoTime();
            long deadline = begin + Seconds.duration(shutdownTimeout.getAsDouble()).plus(GRACE).toNanos();
            // A start that hangs hangs on: it is not waited for once there is no work left to save.
            if (!running && drained.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                deadline = Math.min(deadline, System.nanoTime() + GRACE.toNanos());
            }
            new CountDownLatch(1).await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody has a reason to: taken for the end of the time. Not logged, as that might never return.
        }
        double seconds = (System.nanoTime() - begin) / 100_000_000 / 10.0;
        say(() -> {
            log.error("the stop did not end within {} s: ending the process; still stopping: {}", seconds, stopping());
            closeLog.run();
        });
        // Not exit: that would run shutdown hooks, and wait for them.
        Runtime.getRuntime().halt(status);
    }

    /**
     * Logs, but is not held up by a stderr that nobody reads any more: the stop goes on in any case, without the line
     * where there is no thread for it.
     */
    private static void say(Runnable line) {
        try {
            Thread.ofPlatform().daemon().name("vpo-stop-log").start(line).join(SAY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError _) {
            // That is how Java tells of the limit of threads.
        }
    }

    private synchronized String stopping() {
        BundleContext context = framework == null ? null : framework.getBundleContext();
        if (context == null) {
            return ended.getCount() == 0 ? "a shutdown hook" : "the framework";
        }
        String names = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != 0
                        && (bundle.getState() & (Bundle.STARTING | Bundle.STOPPING)) != 0)
                .map(Bundle::getSymbolicName).collect(Collectors.joining(", "));
        return names.isEmpty() ? "the framework" : names;
    }
}
