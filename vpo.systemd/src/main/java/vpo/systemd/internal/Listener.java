package vpo.systemd.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * The daemon's own HTTP listener, asked as a client asks it.
 *
 * @param bind the address that it listens on
 * @param port that it listens on
 * @param patience for the connection, and for the answer
 */
record Listener(String bind, int port, Duration patience) {
    /** What to connect to when the daemon listens on all addresses. */
    private static final Map<String, String> WILDCARDS = Map.of("0.0.0.0", "127.0.0.1", "::", "::1");
    private static final byte[] REQUEST = "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    /** The one at this address. */
    static Listener of(InetSocketAddress address, Duration patience) {
        return new Listener(address.getAddress().isAnyLocalAddress()
                ? address.getAddress() instanceof Inet6Address ? "::1" : "127.0.0.1"
                : address.getAddress().getHostAddress(), address.getPort(), patience);
    }

    /**
     * Asks.
     *
     * @throws IOException if it does not answer; whatever it answers is an answer: that a check of a plugin's fails is no
     *             reason to restart the daemon
     */
    void ask() throws IOException {
        int millis = Math.toIntExact(Math.min(patience.toMillis(), Integer.MAX_VALUE));
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(InetAddress.getByName(WILDCARDS.getOrDefault(bind, bind)), port),
                    millis);
            socket.getOutputStream().write(REQUEST);
            InputStream in = socket.getInputStream();
            byte[] begin = in.readNBytes(ANSWER.length);
            if (!Arrays.equals(begin, ANSWER)) {
                throw new IOException("the listener gave no HTTP answer");
            }
            // To its end, so that the daemon does not see a client that goes away.
            in.skip(Long.MAX_VALUE);
        }
    }
}
