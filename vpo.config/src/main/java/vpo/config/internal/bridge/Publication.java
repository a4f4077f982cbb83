package vpo.config.internal.bridge;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.Configuration.ConfigurationAttribute;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does in Configuration Admin what {@link Plan} decides. */
final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    /** Any bundle may receive it. */
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;

    Publication(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Makes Configuration Admin hold exactly this of ours.
     *
     * @param wanted PID, or {@code FACTORY_PID~NAME}, to properties
     * @return the PIDs that were written
     * @throws IOException if Configuration Admin cannot store it
     * @throws RuntimeException if Configuration Admin refuses a PID or a value; what came before it has been done
     */
    Set<String> publish(Map<String, Map<String, Object>> wanted) throws IOException {
        Map<String, Configuration> found = list();
        Map<String, Plan.Existing> existing = found.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> existing(e.getValue())));
        Set<String> written = new HashSet<>();
        for (Plan.Step step : Plan.of(wanted, existing)) {
            // No switch over types, which is made anew at each start.
            if (step instanceof Plan.Step.Write(String pid, Map<String, Object> properties)) {
                write(pid, properties);
                written.add(pid);
            } else if (step instanceof Plan.Step.Protect(String pid)) {
                protect(found.get(pid));
            } else if (step instanceof Plan.Step.Delete(String pid)) {
                delete(found.get(pid));
            } else {
                throw new IllegalStateException("no such step: " + step);
            }
            LOG.debug("Configuration Admin: {} {}", step.getClass().getSimpleName(), step.pid());
        }
        return written;
    }

    /**
     * Makes Configuration Admin hold one more, and leaves all others as they are.
     *
     * @param pid {@code PID}, or {@code FACTORY_PID~NAME}
     * @throws IOException as above
     * @throws RuntimeException if Configuration Admin refuses the PID or a value
     */
    void add(String pid, Map<String, Object> properties) throws IOException {
        write(pid, Plan.marked(properties));
        LOG.debug("Configuration Admin: Add {}", pid);
    }

    private Map<String, Configuration> list() throws IOException {
        try {
            Configuration[] all = admin.listConfigurations(null);
            return all == null
                    ? Map.of()
                    : Arrays.stream(all)
                            .collect(Collectors.toMap(Configuration::getPid, c -> c, (a, b) -> a, LinkedHashMap::new));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Plan.Existing existing(Configuration configuration) {
        Map<String, Object> properties = new LinkedHashMap<>();
        var dictionary = configuration.getProperties();
        Collections.list(dictionary.keys()).forEach(key -> properties.put(key, dictionary.get(key)));
        return new Plan.Existing(properties, readOnly(configuration));
    }

    private void write(String pid, Map<String, Object> properties) throws IOException {
        int name = pid.indexOf('~');
        Configuration configuration = name < 0
                ? admin.getConfiguration(pid, ANY_LOCATION)
                : admin.getFactoryConfiguration(pid.substring(0, name), pid.substring(name + 1), ANY_LOCATION);
        unprotect(configuration);
        if (!ANY_LOCATION.equals(configuration.getBundleLocation())) {
            configuration.setBundleLocation(ANY_LOCATION);
        }
        configuration.updateIfDifferent(new Hashtable<>(properties));
        protect(configuration);
    }

    private static void delete(Configuration configuration) throws IOException {
        unprotect(configuration);
        configuration.delete();
    }

    private static void protect(Configuration configuration) throws IOException {
        configuration.addAttributes(ConfigurationAttribute.READ_ONLY);
    }

    private static void unprotect(Configuration configuration) throws IOException {
        if (readOnly(configuration)) {
            configuration.removeAttributes(ConfigurationAttribute.READ_ONLY);
        }
    }

    private static boolean readOnly(Configuration configuration) {
        return configuration.getAttributes().contains(ConfigurationAttribute.READ_ONLY);
    }
}
