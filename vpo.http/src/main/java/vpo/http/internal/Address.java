package vpo.http.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Optional;

/**
 * The address to listen on, tried before Jetty is given it: Jetty would log a stack trace where an operator needs one
 * sentence.
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

    /** Why nobody could listen here now, in one line with what to do about it; empty if somebody could. */
    Optional<String> obstacle() {
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            // As Jetty does: the remains of connections of an earlier run are no obstacle.
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("cannot listen on " + this + ": the name " + bind
                    + " does not resolve; give server.bind an address of this machine");
        } catch (UnsupportedAddressTypeException e) {
            return Optional.of("cannot listen on " + this + ": this Java has no network protocol for " + bind
                    + "; give server.bind another address");
        } catch (BindException e) {
            return Optional.of(explain(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of("cannot listen on " + this + ": " + e.getMessage());
        }
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
