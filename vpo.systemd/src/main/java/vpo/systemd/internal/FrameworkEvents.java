package vpo.systemd.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The framework, asked for something that goes through all of it.
 *
 * @param context any
 * @param patience for the event
 */
record FrameworkEvents(BundleContext context, Duration patience) {

    /**
     * Refreshes nothing: that goes through the framework's lock and its thread for wirings, and the event of it through
     * its dispatch. The listener is registered because one that is handed over is called without the last.
     *
     * @throws TimeoutException if the event has not come
     */
    void ask() throws TimeoutException, InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        FrameworkListener listener = event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        };
        context.addFrameworkListener(listener);
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class).refreshBundles(List.of());
            if (!refreshed.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("an event has not come through it within " + patience.toMillis() + " ms");
            }
        } finally {
            context.removeFrameworkListener(listener);
        }
    }
}
