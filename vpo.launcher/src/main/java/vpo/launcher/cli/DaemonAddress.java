package vpo.launcher.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

import vpo.config.Configuration;

/**
 * Where the daemon of a configuration answers.
 *
 * @param host to connect to
 * @param port to connect to
 */
record DaemonAddress(String host, int port) {
    /** What to connect to when the daemon listens on all addresses. */
    private static final Map<String, String> WILDCARDS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");

    static DaemonAddress of(Configuration configuration) {
        String bind = (String) configuration.setting("server.bind").value();
        int port = ((Number) configuration.setting("server.port").value()).intValue();
        return new DaemonAddress(WILDCARDS.getOrDefault(bind, bind), port);
    }

    URI uri(String path) {
        try {
            return new URI("http", null, host, port, path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("validated before: " + host, e);
        }
    }
}
