package vpo.plugins.internal.guard;

import java.util.Collection;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

import vpo.plugins.internal.http.Guests;
import vpo.plugins.internal.http.WhileGuests;

/**
 * Keeps plugins from offering what the daemon offers: such a service of theirs is seen by nobody but themselves, so that
 * neither the daemon nor another plugin ever gets it in the place of the real one.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ServiceGuard implements FindHook, EventListenerHook {
    private static final String[] HOOKS = {FindHook.class.getName(), EventListenerHook.class.getName()};

    private final BundleContext context;
    private final Guests guests;
    private final WhileGuests watch;
    private ServiceRegistration<?> hooks;

    /** Begins. */
    @Activate
    public ServiceGuard(BundleContext context) {
        this.context = context;
        this.guests = new Guests(context);
        this.watch = new WhileGuests(context, guests, this::begin, this::end);
    }

    private void begin() {
        hooks = context.registerService(HOOKS, this, null);
    }

    private void end() {
        hooks.unregister();
    }

    /** Ends. */
    @Deactivate
    void deactivate() {
        watch.close();
    }

    @Override
    public void find(BundleContext context, String name, String filter, boolean allServices,
            Collection<ServiceReference<?>> references) {
        references.removeIf(each -> isImpostor(each) && !isOf(each, context));
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
        ServiceReference<?> reference = event.getServiceReference();
        if (isImpostor(reference)) {
            listeners.keySet().removeIf(each -> !isOf(reference, each));
        }
    }

    private boolean isImpostor(ServiceReference<?> reference) {
        return DaemonServices.include(reference) && guests.isGuest(reference.getBundle());
    }

    private static boolean isOf(ServiceReference<?> reference, BundleContext viewer) {
        try {
            Bundle owner = reference.getBundle();
            return owner != null && owner.equals(viewer.getBundle());
        } catch (IllegalStateException e) {
            // The viewer has stopped since the framework made its list.
            return false;
        }
    }
}
