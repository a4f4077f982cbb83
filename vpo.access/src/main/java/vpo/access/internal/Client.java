package vpo.access.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Where a request comes from.
 *
 * @param address as the log names it
 * @param key what is counted by: whoever has one address of an IPv6 network has all of its last 64 bits, and whoever is
 *            on this machine has all of its addresses of its own, which are 16 million
 * @param loopback whether it is this machine
 */
record Client(String address, String key, boolean loopback) {
    private static final String THIS_MACHINE = "this machine";
    private static final int NETWORK_BYTES = 8;

    /**
     * @param address numeric, as the listener tells it
     */
    static Client of(String address) {
        String bare = address.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("%.*$", "");
        try {
            InetAddress parsed = InetAddress.ofLiteral(bare);
            if (parsed.isLoopbackAddress()) {
                return new Client(bare, THIS_MACHINE, true);
            }
            String key = parsed instanceof Inet6Address
                    ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
            return new Client(bare, key, false);
        } catch (IllegalArgumentException e) {
            return new Client(bare, bare, false);
        }
    }
}
