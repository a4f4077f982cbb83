package vpo.systemd.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's own HTTP listener, asked as a client asks it. That nobody can be asked, because this machine has lost the
 * address or the name is unknown for a while, is no sign of a hang, and no restart mends it: it is told, and no more. For
 * one look at a time, whatever thread that is on.
 */
final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final byte[] REQUEST = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    /** Looks the address up. */
    interface Lookup {
        /**
         * Looks.
         *
         * @throws UnknownHostException if the name does not resolve, be it for now
         */
        InetAddress look() throws UnknownHostException;
    }

    private final Lookup lookup;
    private final int port;
    private final Duration patience;
    private final Predicate<InetAddress> isHere;
    /**
     * Where it may be asked, the first that is here. Once for all, as the listener's: what a name means later does not
     * move it. Empty is not looked up yet.
     */
    private volatile List<InetAddress> addresses = List.of();
    /** What was told of it; empty while it can be asked. */
    private volatile String unheard = "";

    /**
     * @param bind the address that it listens on, or a name of it
     * @param port that it listens on
     * @param patience for the connection, and for the answer
     */
    Listener(String bind, int port, Duration patience) {
        this(() -> InetAddress.getByName(bind), port, patience, Listener::isHere);
    }

    /**
     * @param isHere whether this machine has an address
     */
    Listener(Lookup lookup, int port, Duration patience, Predicate<InetAddress> isHere) {
        this.lookup = lookup;
        this.port = port;
        this.patience = patience;
        this.isHere = isHere;
    }

    /** The one at this address. */
    static Listener of(InetSocketAddress address, Duration patience) {
        return new Listener(address::getAddress, address.getPort(), patience, Listener::isHere);
    }

    /**
     * Asks.
     *
     * @throws IOException if it could be asked and does not answer; whatever it answers is an answer: that a check of a
     *             plugin's fails is no reason to restart the daemon
     */
    void ask() throws IOException {
        try {
            resolve();
        } catch (UnknownHostException e) {
            miss("the name in server.bind does not resolve: " + e.getMessage());
            return;
        }
        for (InetAddress each : addresses) {
            try (Socket socket = new Socket()) {
                if (reaches(socket, each)) {
                    exchange(socket);
                    hear(each);
                    return;
                }
            }
        }
        miss("no interface of this machine has " + addresses.stream().map(InetAddress::getHostAddress)
                .collect(Collectors.joining(" or ")) + " any more");
    }

    private void hear(InetAddress address) {
        if (!unheard.isEmpty()) {
            unheard = "";
            log.info("the HTTP listener can be asked again, at {}", address.getHostAddress());
        }
    }

    private void miss(String why) {
        if (!unheard.equals(why)) {
            unheard = why;
            log.warn(
                    "the HTTP listener cannot be asked: {}; nobody reaches the daemon until that changes, and it is not"
                            + " restarted for it",
                    why);
        }
    }

    private void resolve() throws UnknownHostException {
        if (addresses.isEmpty()) {
            InetAddress found = lookup.look();
            addresses = found.isAnyLocalAddress() ? loopback(found) : List.of(found);
        }
    }

    /** Where it listens on all addresses, there is one that is always there. */
    private static List<InetAddress> loopback(InetAddress any) throws UnknownHostException {
        InetAddress four = InetAddress.getByName("127.0.0.1");
        // All of IPv6 are those of IPv4, too, and the only ones that are left where IPv6 is switched off.
        return any instanceof Inet6Address ? List.of(InetAddress.getByName("::1"), four) : List.of(four);
    }

    /**
     * Connects.
     *
     * @return false if it cannot, for want of the address
     */
    private boolean reaches(Socket socket, InetAddress address) throws IOException {
        int millis = Math.toIntExact(Math.min(patience.toMillis(), Integer.MAX_VALUE));
        try {
            socket.setSoTimeout(millis);
            // From there, too: without the address this fails at once, and asks no other machine that has it.
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress(address, port), millis);
            return true;
        } catch (IOException e) {
            if (isHere.test(address)) {
                throw e;
            }
            log.debug("the HTTP listener is not reached", e);
            return false;
        }
    }

    private static void exchange(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        InputStream in = socket.getInputStream();
        byte[] begin = in.readNBytes(ANSWER.length);
        if (!Arrays.equals(begin, ANSWER)) {
            throw new IOException("the listener gave no HTTP answer");
        }
        // To its end, so that the daemon does not see a client that goes away.
        in.skip(Long.MAX_VALUE);
    }

    private static boolean isHere(InetAddress address) {
        try {
            // Of the many of the loopback interface in IPv4, the system names one; the one in IPv6 can be switched off.
            return address instanceof Inet4Address && address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            log.debug("the interfaces cannot be read", e);
            return true;
        }
    }
}
