package vpo.http.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;

/**
 * Watches for the whiteboard, which comes and goes with each start of Jetty and tells of its changes by its property
 * {@code service.changecount}. May be used by any thread.
 * <p>
 * The whiteboard tells on a thread of its own, also of a change that came while it went. Declarative Services and
 * {@link org.osgi.util.tracker.ServiceTracker} take a change that is told after the end for a new service, the former for
 * good; and the latter is deaf to a change that is told while the service is being added. Hence a listener.
 */
final class JettyStarts implements AutoCloseable {
    private static final String WHITEBOARDS = "(" + Constants.OBJECTCLASS + "=" + HttpServiceRuntime.class.getName()
            + ")";

    private final BundleContext context;
    private final Function<HttpServiceRuntime, Listening> starts;
    private final Bundle jetty = FrameworkUtil.getBundle(ConnectorFactory.class);
    private final ServiceListener events = this::changed;
    private final Map<ServiceReference<?>, Listening> running = new HashMap<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private boolean closed;

    /**
     * @param context of this bundle
     * @param starts makes what belongs to a start
     */
    JettyStarts(BundleContext context, Function<HttpServiceRuntime, Listening> starts) {
        this.context = context;
        this.starts = starts;
    }

    /** Begins to watch. */
    void open() {
        try {
            context.addServiceListener(events, WHITEBOARDS);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        registered().forEach(this::come);
    }

    /**
     * Waits for Jetty's first start.
     *
     * @return whether it has come within this time
     */
    boolean awaitFirst(Duration time) throws InterruptedException {
        return first.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends what is running, as if Jetty went. */
    @Override
    public void close() {
        context.removeServiceListener(events);
        end().forEach(this::go);
    }

    private synchronized List<ServiceReference<?>> end() {
        closed = true;
        return List.copyOf(running.keySet());
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            go(event.getServiceReference());
        } else {
            come(event.getServiceReference());
        }
    }

    private void come(ServiceReference<?> reference) {
        listening(reference).ifPresent(listening -> {
            listening.changed();
            first.countDown();
        });
    }

    /**
     * Nothing if the service is going or gone: the framework takes it out of the registry before it tells so, and nobody
     * would tell again. Nor if it is a plugin's.
     */
    private synchronized Optional<Listening> listening(ServiceReference<?> reference) {
        if (!closed && !running.containsKey(reference) && jetty.equals(reference.getBundle())
                && registered().contains(reference)
                && context.getService(reference) instanceof HttpServiceRuntime whiteboard) {
            Listening listening = starts.apply(whiteboard);
            running.put(reference, listening);
            listening.begin();
        }
        return Optional.ofNullable(running.get(reference));
    }

    private void go(ServiceReference<?> reference) {
        Listening gone;
        synchronized (this) {
            gone = running.remove(reference);
        }
        if (gone != null) {
            gone.end();
            context.ungetService(reference);
        }
    }

    private Collection<ServiceReference<HttpServiceRuntime>> registered() {
        try {
            return context.getServiceReferences(HttpServiceRuntime.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
