package vpo.plugins.internal.http;

import java.util.Collection;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Hides from the daemon's bundles, the whiteboard's among them, what plugins register for HTTP, and from plugins the
 * old HTTP service. This bundle sees all: what it finds it puts in its place.
 */
final class HttpCurtain implements FindHook, EventListenerHook {
    private final long self;
    private final Guests guests;

    HttpCurtain(BundleContext context, Guests guests) {
        this.self = context.getBundle().getBundleId();
        this.guests = guests;
    }

    @Override
    public void find(BundleContext context, String name, String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        references.removeIf(each -> isHidden(each, context));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        listeners.keySet().removeIf(each -> isHidden(event.getServiceReference(), each));
    }

    private boolean isHidden(ServiceReference<?> reference, BundleContext from) {
        boolean isForHttp = Guests.isForHttp(reference);
        if (!isForHttp && !Guests.isHttpService(reference)) {
            return false;
        }
        Bundle viewer;
        try {
            viewer = from.getBundle();
        } catch (IllegalStateException e) {
            // It has stopped since the framework made its list: there is nobody left to see anything.
            return true;
        }
        return isForHttp
                ? viewer.getBundleId() != self && guests.isGuest(reference.getBundle()) && !guests.isGuest(viewer)
                : guests.isGuest(viewer);
    }
}
