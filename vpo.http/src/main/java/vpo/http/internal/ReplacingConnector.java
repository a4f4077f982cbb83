package vpo.http.internal;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Goes in the place of the connector that Felix HTTP has made, with its settings. */
abstract class ReplacingConnector extends ServerConnector {
    /**
     * @param server that it is for
     * @param like one whose settings it takes over
     * @param acceptors how many threads accept connections, 1 or more
     * @param address on which it listens
     */
    ReplacingConnector(Server server, ServerConnector like, int acceptors, Address address) {
        super(server, acceptors, like.getSelectorManager().getSelectorCount(),
                like.getConnectionFactories().toArray(ConnectionFactory[]::new));
        setIdleTimeout(like.getIdleTimeout());
        setHost(address.bind());
        setPort(address.port());
    }
}
