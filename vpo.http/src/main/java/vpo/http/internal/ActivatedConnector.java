package vpo.http.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import vpo.systemd.ListenChannel;
import vpo.systemd.ListenSocket;

/** Jetty on the service manager's socket. */
final class ActivatedConnector extends ReplacingConnector {
    private final ListenSocket socket;
    /** Accepted, and not yet among the connected. */
    private final AtomicInteger between = new AtomicInteger();
    private volatile ListenChannel channel;

    /**
     * @param like one whose settings it takes over
     */
    ActivatedConnector(Server server, ListenSocket socket, ServerConnector like) {
        super(server, like, 1, Address.of(socket.address()));
        this.socket = socket;
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        channel = socket.open();
        return channel;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        SocketChannel next = channel.accept();
        if (next != null) {
            between.incrementAndGet();
            next.configureBlocking(false);
            configure(next.socket());
            getSelectorManager().accept(next);
        }
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        between.decrementAndGet();
    }

    /** Leaves whoever connects from now on to the next process, and goes on with those that are connected. */
    void rest() {
        setAccepting(false);
        channel.rest();
    }

    /**
     * Whether all that were accepted are known.
     *
     * @param known to whoever looks after connections
     */
    boolean isSettled(Predicate<Connection> known) {
        return between.get() <= 0
                && getConnectedEndPoints().stream().map(EndPoint::getConnection).allMatch(known);
    }
}
