package vpo.plugins.internal.http;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * The properties under which something of a plugin's is put on the HTTP whiteboard: the plugin's own, but in its
 * place.
 */
final class ConfinedProperties {
    /** Below this, each plugin has its own place. */
    static final String ROOT = "/plugins/";
    private static final String WHITEBOARD = "osgi.http.whiteboard.";
    private static final List<String> COPIED = List.of(WHITEBOARD,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_INIT_PARAM_PREFIX,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_INIT_PARAM_PREFIX, Constants.SERVICE_RANKING);
    private static final Set<String> PATTERNS = Set.of(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN,
            HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN);

    private ConfinedProperties() {}

    /** The name of a plugin's context on the whiteboard. */
    static String contextName(String plugin) {
        return "vpo.plugin." + plugin;
    }

    /** The path that everything of a plugin's is below. */
    static String path(String plugin) {
        return ROOT + plugin;
    }

    static Dictionary<String, Object> of(String plugin, ServiceReference<?> original) {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (String key : original.getPropertyKeys()) {
            if (COPIED.stream().anyMatch(key::startsWith)) {
                Object value = original.getProperty(key);
                properties.put(key, PATTERNS.contains(key) ? patterns(plugin, value) : value);
            }
        }
        properties.remove(HttpWhiteboardConstants.HTTP_WHITEBOARD_TARGET);
        properties.put(HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
                "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + contextName(plugin) + ")");
        return properties;
    }

    /** Within the plugin's place; a plugin that names the place itself means the same. */
    private static String[] patterns(String plugin, Object value) {
        Stream<String> all = switch (value) {
            case String one -> Stream.of(one);
            case String[] many -> Stream.of(many);
            case Collection<?> many -> many.stream().map(String::valueOf);
            default -> Stream.of();
        };
        String place = path(plugin);
        return all.map(each -> each.equals(place) || each.startsWith(place + "/")
                ? each.substring(place.length())
                : each).toArray(String[]::new);
    }
}
