package vpo.console.internal;

import java.util.Optional;
import java.util.Set;

/**
 * What may be done on the pages of Felix's console: to look, to collect garbage, and to stop, which runs the one drain.
 * Whatever else it offers, today or in a later version, would go around the plugin store, the configuration file or the
 * launcher, and is refused.
 */
final class ConsoleRules {
    private static final Set<String> LOOKING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String BUNDLES = "bundles";
    private static final String INSTALL = "install";
    private static final String CONFIGURATIONS = ConfigurationsPage.LABEL;
    private static final String COMPONENTS = "components";
    private static final String SYSTEM = "vmstat";
    private static final String LOG = "logs";
    /** What Felix's page of configurations is asked with for the values of one; its script adds the last two. */
    private static final Set<String> READING_CONFIGURATION = Set.of("pid", "pidFilter", "post", "ts");

    private ConsoleRules() {}

    /** Why it may not be done, in a sentence; empty if it may. */
    static Optional<String> objection(ConsoleRequest request) {
        if (request.archive()) {
            return Optional.of("Archives are not offered here: nobody could tell which secrets are in them");
        }
        if (LOOKING.contains(request.method())) {
            // Felix's page of configurations takes a GET for a POST when told so, and writes what it is told into a script.
            return request.label().equals(CONFIGURATIONS) && !READING_CONFIGURATION.containsAll(request.names())
                    ? Optional.of(whyNot(CONFIGURATIONS))
                    : Optional.empty();
        }
        return request.method().equals("POST") && request.plainForm() && isHarmless(request)
                ? Optional.empty()
                : Optional.of(whyNot(request.label()));
    }

    private static boolean isHarmless(ConsoleRequest request) {
        return switch (request.label()) {
            case LOG -> true;
            case CONFIGURATIONS -> READING_CONFIGURATION.containsAll(request.names());
            case SYSTEM -> request.is("action", "gc") || isAboutStopping(request);
            default -> false;
        };
    }

    /** To stop, or to be asked first, which is a countdown; to restart is something else. */
    private static boolean isAboutStopping(ConsoleRequest request) {
        return !request.has("action") && request.is("shutdown_type", "Stop");
    }

    /** Whether it stops the daemon. */
    static boolean stops(ConsoleRequest request) {
        return request.method().equals("POST") && request.label().equals(SYSTEM) && isAboutStopping(request)
                && !request.has("shutdown_timer");
    }

    private static String whyNot(String label) {
        return switch (label) {
            case BUNDLES, INSTALL ->
                "Bundles are not changed here: those of plugins are the plugin host's, see the page"
                        + " Plugins; without any of the daemon's own it would not be whole";
            case CONFIGURATIONS ->
                "Configurations are not changed here: the configuration file is the one truth, and the"
                        + " page Configuration says where each value comes from";
            case COMPONENTS -> "Components are not changed here: without any of the daemon's own it would not be whole";
            case SYSTEM ->
                "The framework is neither restarted nor put at another start level: stop the daemon, and have"
                        + " the service manager start it";
            default -> "Nothing can be changed here";
        };
    }
}
