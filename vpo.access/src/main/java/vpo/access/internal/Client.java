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
 * @param here whether it is this machine
 */
record Client(String address, String key, boolean here) {
    private static final String THIS_MACHINE = "this machine";
    private static final int NETWORK_BYTES = 8;

    /**
     * Whoever connects to an address of the machine that he is on comes from that same address, unless he asks for another
     * one. Nobody else can: the answer to a sender who merely says that he has the daemon's address stays on this machine,
     * and without it there is no connection. What headers say of where a request comes from is not looked at.
     *
     * @param address of the other end, numeric, as the listener tells it
     * @param own that of this end, told in the same way; null if it is not known
     */
    static Client of(String address, String own) {
        String bare = bare(address);
        try {
            InetAddress parsed = InetAddress.ofLiteral(bare);
            // An end that is not known may be told as the address of none.
            if (parsed.isLoopbackAddress() || address.equals(own) && !parsed.isAnyLocalAddress()) {
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

    /** Without brackets and scope; no regular expression, as this is done for every request. */
    private static String bare(String address) {
        String inner = address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
        int scope = inner.indexOf('%');
        return scope < 0 ? inner : inner.substring(0, scope);
    }
}
