package vpo.http.internal;

import java.util.Map;

import vpo.config.DerivedConfiguration;

/**
 * Felix HTTP's configuration, made from ours.
 *
 * @param address to listen on
 */
record JettyConfiguration(Address address) implements DerivedConfiguration {
    private static final String PID = "org.apache.felix.http";
    /** What Felix HTTP starts with where the service manager's socket takes the place of a port: any that is free. */
    static final Address PLACEHOLDER = new Address("127.0.0.1", 0);

    /** A request's headers, with cookies and credentials, in bytes; longer ones are answered with 431. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** Of connections that come at the same moment, how many the system keeps until they are accepted. */
    private static final int MAX_ACCEPT_QUEUE = 1_024;
    /** Without a byte from a client for this long, a connection is closed; milliseconds. */
    private static final int IDLE_MILLIS = 30_000;

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of(
                "org.apache.felix.http.host", address.bind(),
                "org.osgi.service.http.port", address.port(),
                "org.apache.felix.http.enable", true,
                "org.apache.felix.https.enable", false,
                "org.apache.felix.http.timeout", IDLE_MILLIS,
                "org.apache.felix.http.jetty.headerBufferSize", MAX_HEADER_BYTES,
                "org.apache.felix.http.jetty.acceptQueueSize", MAX_ACCEPT_QUEUE,
                // Slow requests hold no thread of the pool, so that there is always one for health.
                "org.apache.felix.http.jetty.virtualthreads.enable", true,
                "org.apache.felix.http.jetty.sendServerHeader", false,
                // The console's path; it is protected by a login, not by being left out.
                "org.apache.felix.http.path_exclusions", new String[0]);
    }
}
