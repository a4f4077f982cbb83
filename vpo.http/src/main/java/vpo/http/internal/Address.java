package vpo.http.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;

/**
 * The address to listen on. Not Jetty opens it: that would log a stack trace where an operator needs one sentence.
 *
 * @param bind IP address or host name
 * @param port 1 to 65535
 */
record Address(String bind, int port) {

    /** Where a socket of the service manager's listens. */
    static Address of(InetSocketAddress address) {
        return new Address(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Whether whoever looks here finds what listens there. */
    boolean reaches(InetSocketAddress listening) {
        try {
            return port == listening.getPort() && (listening.getAddress().isAnyLocalAddress()
                    || listening.getAddress().equals(InetAddress.getByName(bind)));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Listens here; whoever connects waits until somebody accepts.
     *
     * @param queue how many may wait
     * @throws IOException if nobody can listen here now; the message says why, in one line, and what to do about it
     */
    ServerSocketChannel open(int queue) throws IOException {
        ServerSocketChannel channel;
        try {
            channel = ServerSocketChannel.open();
        } catch (IOException e) {
            throw new IOException("cannot listen on " + this + ": " + e.getMessage(), e);
        }
        try {
            // The remains of connections of an earlier run are no obstacle.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(new InetSocketAddress(InetAddress.getByName(bind), port), queue);
        } catch (IOException | UnsupportedAddressTypeException e) {
            channel.close();
            throw new IOException(explain(e), e);
        }
    }

    private String explain(Exception obstacle) {
        if (obstacle instanceof UnknownHostException) {
            return "cannot listen on " + this + ": the name " + bind
                    + " does not resolve; give server.bind an address of this machine";
        }
        if (obstacle instanceof UnsupportedAddressTypeException) {
            return "cannot listen on " + this + ": this Java has no network protocol for " + bind
                    + "; give server.bind another address";
        }
        return explain(String.valueOf(obstacle.getMessage()));
    }

    private String explain(String reason) {
        if (reason.contains("in use")) {
            return "Port " + port + " is already in use on " + bind
                    + "; stop what listens there ('ss -ltnp' names it) or choose another server.port";
        }
        if (reason.contains("assign")) {
            return "cannot listen on " + this + ": " + bind
                    + " is not an address of this machine; give server.bind one of its own";
        }
        if (reason.contains("ermission")) {
            return "cannot listen on " + this + ": port " + port
                    + " is not permitted for this user; choose a server.port above 1023";
        }
        return "cannot listen on " + this + ": " + reason;
    }

    /** As a URL's authority. */
    @Override
    public String toString() {
        return (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port;
    }
}
