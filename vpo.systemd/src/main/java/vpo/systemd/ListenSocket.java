package vpo.systemd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;

import vpo.systemd.internal.Descriptors;

/**
 * The listening socket that the service manager has opened for this process and keeps open when it ends; see
 * {@code sd_listen_fds(3)}. Whoever connects between two processes waits in its queue, and the next one answers.
 */
public final class ListenSocket {
    /** The first descriptor that is handed over. */
    private static final int FIRST = 3;
    private static Optional<ListenSocket> taken;
    /** Why there is none to be had: what was handed over is closed by then, and its number may be somebody else's. */
    private static IOException refused;

    private final ServerSocketChannel inherited;
    private final InetSocketAddress address;

    private ListenSocket(ServerSocketChannel inherited) throws IOException {
        this.inherited = inherited;
        this.address = (InetSocketAddress) inherited.getLocalAddress();
        inherited.configureBlocking(false);
    }

    /**
     * The one of this process, the same one each time. Any thread.
     *
     * @return empty if there is none, and the daemon opens a port itself
     * @throws IOException if what was handed over is not one TCP socket that listens; the message says what to do
     */
    public static synchronized Optional<ListenSocket> given() throws IOException {
        if (refused != null) {
            throw new IOException(refused.getMessage(), refused);
        }
        if (taken == null) {
            int count = count(System.getenv(), ProcessHandle.current().pid());
            try {
                taken = count == 0 ? Optional.empty() : Optional.of(take(count));
            } catch (IOException e) {
                refused = e;
                throw e;
            }
        }
        return taken;
    }

    /**
     * How many sockets these variables tell of.
     *
     * @param pid of this process; what was meant for another one came here by inheritance
     */
    static int count(Map<String, String> environment, long pid) {
        String count = environment.getOrDefault("LISTEN_FDS", "");
        return Long.toString(pid).equals(environment.get("LISTEN_PID")) && count.matches("[0-9]{1,4}")
                ? Integer.parseInt(count)
                : 0;
    }

    private static ListenSocket take(int count) throws IOException {
        if (count > 1) {
            throw new IOException("the service manager hands over " + count
                    + " sockets, and the daemon listens on one: give its socket unit a single ListenStream=");
        }
        Channel channel = Descriptors.asInherited(FIRST);
        if (channel instanceof ServerSocketChannel server
                && server.getLocalAddress() instanceof InetSocketAddress) {
            return new ListenSocket(server);
        }
        throw new IOException("the socket that the service manager hands over is none for HTTP: give its socket unit"
                + " ListenStream= with a TCP port, and no Accept=yes");
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** A way to accept its connections; one at a time is of use. */
    public ListenChannel open() throws IOException {
        return new ListenChannel(inherited);
    }
}
