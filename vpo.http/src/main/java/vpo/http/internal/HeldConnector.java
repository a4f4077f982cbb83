package vpo.http.internal;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Jetty a connector that lets nobody in at first: whoever connects is left waiting until every servlet is in its
 * place, and would else hear that there is none. Felix HTTP does not start without a port of its own, which it opens to
 * everybody; so it is given one of this machine alone, whose connector goes, before it is of use to anybody, when its
 * settings have been taken over.
 */
final class HeldConnector implements ConnectorFactory {
    private static final Logger log = LoggerFactory.getLogger(HeldConnector.class);

    /** Makes the connector. */
    interface Maker {
        /**
         * Called with each start of Jetty.
         *
         * @param server that it is for
         * @param like one whose settings it takes over
         * @throws IOException if there is nothing to listen on; Jetty does not start then
         */
        ServerConnector make(Server server, ServerConnector like) throws IOException;
    }

    private final Address address;
    private final Maker maker;
    private volatile ServerConnector connector;

    /**
     * @param address on which the connectors listen
     * @param maker of them
     */
    HeldConnector(Address address, Maker maker) {
        this.address = address;
        this.maker = maker;
    }

    /** On which its connectors listen. */
    Address address() {
        return address;
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
        try {
            ServerConnector made = maker.make(server, like);
            made.setAccepting(false);
            connector = made;
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything is in its place: those who wait may come. */
    void accept() {
        connector.setAccepting(true);
    }
}
