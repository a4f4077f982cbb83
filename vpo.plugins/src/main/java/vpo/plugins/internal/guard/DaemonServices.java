package vpo.plugins.internal.guard;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.condition.Condition;

/** Which services are the daemon's to offer, and nobody else's, whatever ranking they have. */
final class DaemonServices {
    /** What the daemon's bundles use of each other, of Felix's and of the framework's: beginnings of types' names. */
    private static final List<String> TYPES = List.of("org.osgi.service.cm.ConfigurationAdmin",
            "org.osgi.service.cm.ConfigurationPlugin", "org.apache.felix.cm.", "org.osgi.service.component.runtime.",
            "org.osgi.service.log.", "org.osgi.service.metatype.MetaTypeService", "org.osgi.service.servlet.runtime.",
            "org.apache.felix.hc.api.execution.", "org.apache.felix.webconsole.", "org.apache.felix.inventory.",
            // Connectors, and logs of requests with the credentials in them.
            "org.apache.felix.http.", "org.eclipse.jetty.");
    /** Of the API, what plugins use; the rest of it is for them to implement. */
    private static final Set<String> OF_THE_API = Set.of("vpo.api.task.Tasks", "vpo.api.event.PluginEvents",
            "vpo.api.event.Plans", "vpo.api.storage.PluginStorage");
    private static final String API = "vpo.api.";
    private static final String OURS = "vpo.";
    private static final String FIRST_PARTY_PLUGINS = "vpo.plugin.";
    /** By which the daemon's bundles choose among services of general types. */
    private static final List<String> KEYS = List.of("vpo.database", "vpo.lifecycle.report", "felix.webconsole.label");

    private DaemonServices() {}

    /** Whether a service, if it is not the daemon's, takes the place of one that is. */
    static boolean include(ServiceReference<?> reference) {
        return Stream.of((String[]) reference.getProperty(Constants.OBJECTCLASS)).anyMatch(DaemonServices::isOurs)
                || KEYS.stream().anyMatch(each -> reference.getProperty(each) != null)
                || reference.getProperty(Condition.CONDITION_ID) instanceof String id && id.startsWith(OURS);
    }

    private static boolean isOurs(String type) {
        if (type.startsWith(OURS)) {
            return OF_THE_API.contains(type) || !type.startsWith(API) && !type.startsWith(FIRST_PARTY_PLUGINS);
        }
        return TYPES.stream().anyMatch(type::startsWith);
    }
}
