package vpo.http.internal;

import java.io.IOException;
import java.util.List;

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
        ServerConnector like = placeholder(server);
        server.removeConnector(like);
        try {
            like.stop();
        } catch (Exception e) {
            log.debug("{} does not stop", like, e);
        }
        connector = started(server, like);
        return connector;
    }

    /** A Jetty that somebody else has configured keeps what it has. */
    private static ServerConnector placeholder(Server server) {
        Connector[] own = server.getConnectors();
        if (own.length == 1 && own[0] instanceof ServerConnector like && JettyConfiguration.isPlaceholder(like)) {
            return like;
        }
        throw new IllegalStateException("this Jetty is none of the daemon's: " + List.of(own));
    }

    /** Felix HTTP would take one that does not start for one that listens. */
    private ServerConnector started(Server server, ServerConnector like) {
        ServerConnector made = null;
        try {
            made = maker.make(server, like);
            made.setAccepting(false);
            made.start();
            return made;
        } catch (Exception e) {
            if (made != null) {
                made.close();
            }
            throw new IllegalStateException("nobody can listen on " + address, e);
        }
    }

    /** Whether Jetty has it. */
    boolean isThere() {
        ServerConnector made = connector;
        return made != null && made.isStarted();
    }

    /** Everything is in its place: those who wait may come. Only while {@link #isThere it is there}. */
    void accept() {
        connector.setAccepting(true);
    }
}
