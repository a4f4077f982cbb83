package vpo.config.internal.schema;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** What can be bound to: IP literals and host names. Nothing is looked up. */
final class HostNames {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]{1,15})?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int LONGEST_NAME = 253;

    private HostNames() {}

    static boolean valid(String text) {
        // First of all: with a text as long as a file may be, the patterns are at it for hours.
        if (text.length() > LONGEST_NAME) {
            return false;
        }
        if (text.indexOf(':') >= 0) {
            return IPV6.matcher(text).matches() && literal(text.replaceFirst("%.*", ""));
        }
        // A last label of digits is an address, as in URLs: 127.1 or 256.0.0.1 must not pass as a name.
        String[] labels = text.split("\\.", -1);
        return DIGITS.matcher(labels[labels.length - 1]).matches()
                ? IPV4.matcher(text).matches() && literal(text)
                : name(labels);
    }

    private static boolean name(String[] labels) {
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean literal(String text) {
        try {
            return InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
