package vpo.http.internal;

import java.util.Map;

import org.eclipse.jetty.server.ServerConnector;
import vpo.config.DerivedConfiguration;

/** Felix HTTP's configuration but for where it listens, which {@link HeldConnector} tells. */
final class JettyConfiguration implements DerivedConfiguration {
    private static final String PID = "org.apache.felix.http";
    /** What Felix HTTP starts with before it has its connector: a port that is free, and no queue to speak of. */
    private static final String PLACE = "127.0.0.1";
    private static final int ANY_PORT = 0;
    private static final int QUEUE = 1;

    /** A request's headers, with cookies and credentials, in bytes; longer ones are answered with 431. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** Without a byte from a client for this long, a connection is closed; milliseconds. */
    private static final int IDLE_MILLIS = 30_000;

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of(
                "org.apache.felix.http.host", PLACE,
                "org.osgi.service.http.port", ANY_PORT,
                "org.apache.felix.http.jetty.acceptQueueSize", QUEUE,
                "org.apache.felix.http.enable", true,
                "org.apache.felix.https.enable", false,
                "org.apache.felix.http.timeout", IDLE_MILLIS,
                "org.apache.felix.http.jetty.headerBufferSize", MAX_HEADER_BYTES,
                // Slow requests hold no thread of the pool, so that there is always one for health.
                "org.apache.felix.http.jetty.virtualthreads.enable", true,
                "org.apache.felix.http.jetty.sendServerHeader", false,
                // The console's path; it is protected by a login, not by being left out.
                "org.apache.felix.http.path_exclusions", new String[0]);
    }

    /** Whether a connector came of this configuration; Felix HTTP chooses the port. */
    static boolean isPlaceholder(ServerConnector connector) {
        return connector.getAcceptQueueSize() == QUEUE && PLACE.equals(connector.getHost());
    }
}
