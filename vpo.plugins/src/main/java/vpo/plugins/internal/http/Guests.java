package vpo.plugins.internal.http;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

import vpo.plugins.internal.PluginIdentity;

/** Tells plugins, and what they register for HTTP, from the daemon's own. */
public final class Guests {
    private static final String WHITEBOARD = "osgi.http.whiteboard.";
    private static final String PREPROCESSOR = "org.osgi.service.servlet.whiteboard.Preprocessor";
    private static final String CONTEXT = "org.osgi.service.servlet.context.ServletContextHelper";

    private final String store;

    /** For the bundle whose context it is. */
    public Guests(BundleContext context) {
        this.store = "reference:" + Path.of(context.getProperty("vpo.data.dir")).toUri();
    }

    /** Whether the bundle is a plugin, of ours or of others, or any other bundle that was dropped in. */
    public boolean isGuest(Bundle bundle) {
        return bundle != null && bundle.getBundleId() != 0
                && (isHosted(bundle) || PluginIdentity.of(bundle).isPresent());
    }

    /** The name of its place; empty if it is no guest. */
    Optional<String> name(Bundle bundle) {
        return isGuest(bundle)
                ? Optional.of(PluginIdentity.of(bundle).map(PluginIdentity::name).orElseGet(bundle::getSymbolicName))
                : Optional.empty();
    }

    private boolean isHosted(Bundle bundle) {
        return bundle.getLocation().startsWith(store) && bundle.getLocation().contains("/plugins-store/");
    }

    /** Whether the HTTP whiteboard would look at it. */
    static boolean isForHttp(ServiceReference<?> reference) {
        return Stream.of(reference.getPropertyKeys()).anyMatch(each -> each.startsWith(WHITEBOARD))
                || Stream.of(classes(reference)).anyMatch(each -> each.equals(PREPROCESSOR) || each.equals(CONTEXT));
    }

    /** Whether it is the old HTTP service, through which anything can be put anywhere. */
    static boolean isHttpService(ServiceReference<?> reference) {
        return Stream.of(classes(reference)).anyMatch("org.osgi.service.http.HttpService"::equals);
    }

    static String[] classes(ServiceReference<?> reference) {
        return (String[]) reference.getProperty(Constants.OBJECTCLASS);
    }
}
