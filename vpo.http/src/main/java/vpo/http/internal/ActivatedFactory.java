package vpo.http.internal;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.systemd.ListenSocket;

/**
 * Puts Jetty on the service manager's socket. Felix HTTP does not start without a port of its own; so it is given one of
 * this machine alone, whose connector goes, before it is of use to anybody, when its settings have been taken over.
 * Those who have connected are left waiting until every servlet is in its place.
 */
final class ActivatedFactory implements ConnectorFactory {
    private static final Logger log = LoggerFactory.getLogger(ActivatedFactory.class);

    private final ListenSocket socket;
    private volatile ActivatedConnector connector;

    /**
     * @param socket to listen on
     */
    ActivatedFactory(ListenSocket socket) {
        this.socket = socket;
    }

    @Override
    public Connector createConnector(Server server) {
        Connector[] own = server.getConnectors();
        if (own.length != 1 || !(own[0] instanceof ServerConnector like)) {
            throw new IllegalStateException("Felix HTTP has made no connector of its own");
        }
        server.removeConnector(like);
        try {
            like.stop();
        } catch (Exception e) {
            log.debug("{} does not stop", like, e);
        }
        connector = new ActivatedConnector(server, socket, like);
        connector.setAccepting(false);
        return connector;
    }

    /** Everything is in its place: those who wait may come. */
    void accept() {
        connector.setAccepting(true);
    }
}
