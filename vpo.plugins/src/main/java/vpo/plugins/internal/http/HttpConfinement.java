package vpo.plugins.internal.http;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts everything that a plugin registers for HTTP below {@code /plugins/NAME/}, whatever path, context or server it
 * asks for. What the plugin registers is hidden from the HTTP runtime ({@link HttpCurtain}); in its place this
 * registers the same object again, in a context of the plugin's own.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HttpConfinement implements ServiceTrackerCustomizer<Object, HttpConfinement.Confined> {
    private static final Logger log = LoggerFactory.getLogger(HttpConfinement.class);
    /** What can be put into a place; resources may be registered under any type. */
    private static final Set<String> TYPES = Set.of("jakarta.servlet.Servlet", "jakarta.servlet.Filter",
            "jakarta.servlet.ServletContextListener", "jakarta.servlet.ServletContextAttributeListener",
            "jakarta.servlet.ServletRequestListener", "jakarta.servlet.ServletRequestAttributeListener",
            "jakarta.servlet.http.HttpSessionListener", "jakarta.servlet.http.HttpSessionAttributeListener",
            "jakarta.servlet.http.HttpSessionIdListener");

    private final BundleContext context;
    private final Guests guests;
    private final HttpCurtain curtain;
    private final ServiceTracker<Object, Confined> tracker;
    private final WhileGuests watch;
    private final Map<Bundle, Place> places = new ConcurrentHashMap<>();
    private List<ServiceRegistration<?>> hooks = List.of();

    /**
     * Something in its place.
     *
     * @param guest whose it is
     * @param registration of it
     */
    record Confined(Bundle guest, String plugin, ServiceRegistration<?> registration) {}

    /** A plugin's context, as long as something is in it. */
    private record Place(ServiceRegistration<ServletContextHelper> registration, int inIt) {}

    /** Finds the resources of a plugin in the plugin. */
    private static final class PluginContext extends ServletContextHelper {
        PluginContext(Bundle plugin) {
            super(plugin);
        }
    }

    /** Begins: from here on no plugin is seen where it is not put. */
    @Activate
    public HttpConfinement(BundleContext context) throws InvalidSyntaxException {
        this.context = context;
        this.guests = new Guests(context);
        this.curtain = new HttpCurtain(context, guests);
        this.tracker = new ServiceTracker<>(context, context.createFilter("(|(osgi.http.whiteboard.servlet.pattern=*)"
                + "(osgi.http.whiteboard.servlet.name=*)(osgi.http.whiteboard.servlet.errorPage=*)"
                + "(osgi.http.whiteboard.filter.pattern=*)(osgi.http.whiteboard.filter.regex=*)"
                + "(osgi.http.whiteboard.filter.servlet=*)(osgi.http.whiteboard.listener=*)"
                + "(osgi.http.whiteboard.resource.pattern=*)(osgi.http.whiteboard.context.name=*)"
                + "(objectClass=org.osgi.service.servlet.whiteboard.Preprocessor))"), this);
        this.watch = new WhileGuests(context, guests, this::begin, this::end);
    }

    private void begin() {
        hooks = List.of(context.registerService(FindHook.class, curtain, null),
                context.registerService(EventListenerHook.class, curtain, null));
        tracker.open(true);
    }

    /** Plugins stay hidden for as long as there is anything of theirs. */
    private void end() {
        tracker.close();
        hooks.forEach(ServiceRegistration::unregister);
    }

    /** Ends. */
    @Deactivate
    void deactivate() {
        watch.close();
    }

    @Override
    public Confined addingService(ServiceReference<Object> reference) {
        Bundle guest = reference.getBundle();
        String plugin = guests.name(guest).orElse(null);
        if (plugin == null) {
            return null;
        }
        String[] types = types(reference);
        if (types.length == 0) {
            log.warn(
                    "{} of plugin {} is not let near the HTTP server: plugins can have servlets, filters, listeners and"
                            + " resources",
                    String.join(", ", Guests.classes(reference)), plugin);
            return null;
        }
        enter(guest, plugin);
        return new Confined(guest, plugin, context.registerService(types, new Again(context, reference),
                ConfinedProperties.of(plugin, reference)));
    }

    private static String[] types(ServiceReference<?> reference) {
        String[] types = Stream.of(Guests.classes(reference)).filter(TYPES::contains).toArray(String[]::new);
        boolean isResource = reference
                .getProperty(HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN) != null;
        return types.length == 0 && isResource ? new String[]{Object.class.getName()} : types;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, Confined confined) {
        confined.registration().setProperties(ConfinedProperties.of(confined.plugin(), reference));
    }

    @Override
    public void removedService(ServiceReference<Object> reference, Confined confined) {
        confined.registration().unregister();
        leave(confined.guest());
    }

    private void enter(Bundle guest, String plugin) {
        places.compute(guest, (_, place) -> place == null
                ? new Place(register(guest, plugin), 1)
                : new Place(place.registration(), place.inIt() + 1));
    }

    private void leave(Bundle guest) {
        places.computeIfPresent(guest, (_, place) -> {
            if (place.inIt() > 1) {
                return new Place(place.registration(), place.inIt() - 1);
            }
            place.registration().unregister();
            return null;
        });
    }

    private ServiceRegistration<ServletContextHelper> register(Bundle guest, String plugin) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(
                HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME, ConfinedProperties.contextName(plugin),
                HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH, ConfinedProperties.path(plugin)));
        return context.registerService(ServletContextHelper.class, new PluginContext(guest), properties);
    }

    /** The plugin's own object, made when the HTTP runtime wants it. */
    private record Again(BundleContext context, ServiceReference<Object> original) implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> registration) {
            return context.getService(original);
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object service) {
            context.ungetService(original);
        }
    }
}
