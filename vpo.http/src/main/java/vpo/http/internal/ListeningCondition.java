package vpo.http.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.config.ServerConfig;
import vpo.systemd.ListenSocket;

/**
 * Watches for the whiteboard, which comes and goes with each start of Jetty and tells of its changes by its property
 * {@code service.changecount}.
 * <p>
 * It does so on a thread of its own, also of a change that came while it went. Declarative Services and
 * {@link org.osgi.util.tracker.ServiceTracker} take a change that is told after the end for a new service, the former for
 * good; and the latter is deaf to a change that is told while the service is being added. Hence a listener.
 */
@Component(service = {}, configurationPid = ServerConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ListeningCondition {
    private static final Logger log = LoggerFactory.getLogger(ListeningCondition.class);
    private static final String WHITEBOARDS = "(" + Constants.OBJECTCLASS + "=" + HttpServiceRuntime.class.getName()
            + ")";

    private final BundleContext context;
    private final Address address;
    private final String origin;
    private final ServiceListener events = this::changed;
    private final Map<ServiceReference<?>, Listening> starts = new HashMap<>();
    private boolean closed;

    @Activate
    public ListeningCondition(BundleContext context, ServerConfig config) throws InvalidSyntaxException {
        this.context = context;
        Optional<Address> given = given();
        this.address = given.orElseGet(() -> new Address(config.bind(), config.port()));
        this.origin = given.isPresent() ? ", the service manager's socket" : "";
        context.addServiceListener(events, WHITEBOARDS);
        registered().forEach(this::come);
    }

    private static Optional<Address> given() {
        try {
            return ListenSocket.given().map(socket -> Address.of(socket.address()));
        } catch (IOException e) {
            log.debug("the start fails of this, as the listener tells", e);
            return Optional.empty();
        }
    }

    /** Present so that a reload does not look like a new listener. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        context.removeServiceListener(events);
        close().forEach(this::go);
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            go(event.getServiceReference());
        } else {
            come(event.getServiceReference());
        }
    }

    private void come(ServiceReference<?> reference) {
        listening(reference).ifPresent(Listening::changed);
    }

    /**
     * Nothing if the service is going or gone: the framework takes it out of the registry before it tells so, and nobody
     * would tell again.
     */
    private synchronized Optional<Listening> listening(ServiceReference<?> reference) {
        if (!closed && !starts.containsKey(reference) && registered().contains(reference)
                && context.getService(reference) instanceof HttpServiceRuntime whiteboard) {
            Listening listening = new Listening(context, whiteboard, address, origin);
            starts.put(reference, listening);
            listening.begin();
        }
        return Optional.ofNullable(starts.get(reference));
    }

    private void go(ServiceReference<?> reference) {
        Listening gone;
        synchronized (this) {
            gone = starts.remove(reference);
        }
        if (gone != null) {
            gone.end();
            context.ungetService(reference);
        }
    }

    private synchronized List<ServiceReference<?>> close() {
        closed = true;
        return List.copyOf(starts.keySet());
    }

    private Collection<ServiceReference<HttpServiceRuntime>> registered() {
        try {
            return context.getServiceReferences(HttpServiceRuntime.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
