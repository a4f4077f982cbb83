package vpo.launcher.serve;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.launcher.log.Logging;

/**
 * Stops the daemon once, whoever asks and however often, and sees to it that the stop ends: when the drain and the
 * bundles' own stop take longer than {@code shutdown_timeout} and a grace together, it ends the process.
 */
final class Stopper {
    private static final Logger log = LoggerFactory.getLogger(Stopper.class);
    /** The stop may take {@code shutdown_timeout} + 5 s; half a second of it is for the end of the process. */
    private static final Duration GRACE = Duration.ofMillis(4_500);
    /** What vpo.lifecycle registers to say what a stop still waits for. */
    private static final String REPORT_FILTER = "(vpo.lifecycle.report=in-flight)";

    private final DoubleSupplier shutdownTimeout;
    private final Logging logging;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Framework framework;
    private boolean asked;

    /**
     * @param shutdownTimeout seconds, as configured when the stop begins
     * @param logging closed before the process is ended by force
     */
    Stopper(DoubleSupplier shutdownTimeout, Logging logging) {
        this.logging = logging;
        this.shutdownTimeout = shutdownTimeout;
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
                limit();
            }
        });
    }

    /** A signal that asks for the stop. The first one stops; the others tell what is waited for. */
    void signal(String name) {
        Framework toStop;
        boolean first;
        synchronized (this) {
            first = !asked;
            asked = true;
            toStop = framework;
        }
        if (first) {
            log.info("{} received: stopping, waiting up to {} s for work in flight", name,
                    shutdownTimeout.getAsDouble());
            if (toStop != null) {
                stop(toStop);
            }
        } else {
            log.info("{} received: already stopping", name);
            if (toStop != null) {
                report(toStop);
            }
        }
    }

    private static void stop(Framework framework) {
        try {
            framework.stop();
        } catch (BundleException e) {
            log.error("the container does not stop: {}", e.getMessage());
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

    /** Whether a stop was asked for by a signal. */
    synchronized boolean isAsked() {
        return asked;
    }

    /** Called when the framework has stopped: the limit is met. */
    void ended() {
        ended.countDown();
    }

    private void limit() {
        Duration limit = Duration.ofNanos((long) (shutdownTimeout.getAsDouble() * 1e9)).plus(GRACE);
        Thread.ofPlatform().daemon().name("vpo-stop-limit").start(() -> {
            try {
                if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.error("the stop did not end within {} s: ending the process; still stopping: {}",
                            limit.toMillis() / 1000.0, stopping());
                    logging.close();
                    // Not exit: that would run shutdown hooks, and wait for them.
                    Runtime.getRuntime().halt(0);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private String stopping() {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            return "the framework";
        }
        StringBuilder names = new StringBuilder();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.STOPPING && bundle.getBundleId() != 0) {
                names.append(names.isEmpty() ? "" : ", ").append(bundle.getSymbolicName());
            }
        }
        return names.isEmpty() ? "the framework" : names.toString();
    }
}
