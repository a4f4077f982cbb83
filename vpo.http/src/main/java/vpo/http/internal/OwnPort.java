package vpo.http.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The port of the daemon's own, open from the moment when it is made, so that one that cannot be had is told at once. May
 * be used by any thread.
 */
final class OwnPort implements HeldConnector.Maker, AutoCloseable {
    /** Of connections that come at the same moment, or before the daemon is ready, how many the system keeps. */
    private static final int QUEUE = 1_024;

    private final Address address;
    private Optional<ServerSocketChannel> untaken;
    private boolean closed;

    /**
     * Opens it.
     *
     * @throws IOException if that cannot be; the message says why, and what to do
     */
    OwnPort(Address address) throws IOException {
        this.address = address;
        this.untaken = Optional.of(address.open(QUEUE));
    }

    /** Each has the port to itself and closes it; the next one opens it again. */
    @Override
    public synchronized ServerConnector make(Server server, ServerConnector like) throws IOException {
        if (closed) {
            throw new IOException("the daemon listens on " + address + " no more");
        }
        ServerSocketChannel channel = untaken.isPresent() ? untaken.get() : address.open(QUEUE);
        untaken = Optional.empty();
        return new PortConnector(server, channel, like, address);
    }

    /** If Jetty has not taken it, which closes it itself. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (untaken.isPresent()) {
            untaken.get().close();
        }
    }

    private static final class PortConnector extends ReplacingConnector {
        private final ServerSocketChannel channel;

        PortConnector(Server server, ServerSocketChannel channel, ServerConnector like, Address address) {
            super(server, like, like.getAcceptors(), address);
            this.channel = channel;
        }

        @Override
        protected ServerSocketChannel openAcceptChannel() {
            return channel;
        }
    }
}
