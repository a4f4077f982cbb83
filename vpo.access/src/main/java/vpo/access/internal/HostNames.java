package vpo.access.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that this daemon goes by. A page of somebody else's may have its own name lead here, by an answer of its DNS,
 * and be of the same origin then: so a request must call the daemon by a name that its operator knows. Addresses can be
 * nobody's name. Immutable.
 */
final class HostNames {
    /** Where the system says what the machine is called; asking for it otherwise may ask the network. */
    private static final Path OWN_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:[0-9]*)?");

    private final Set<String> names = new HashSet<>(Set.of("localhost"));

    /**
     * @param names beside {@code localhost}
     */
    HostNames(Collection<String> names) {
        names.stream().map(HostNames::plain).forEach(this.names::add);
    }

    /** What the machine is called, with its domain if it knows that, and without. */
    static List<String> ofMachine() {
        try {
            String name = Files.readString(OWN_NAME).strip();
            return name.isEmpty() ? List.of() : List.of(name, name.split("\\.")[0]);
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Whether a request is for this daemon.
     *
     * @param headers all values of {@code Host}. None is good: every browser sends one
     */
    boolean know(List<String> headers) {
        return headers.isEmpty() || headers.size() == 1 && name(headers.getFirst().strip())
                .filter(host -> isAddress(host) || names.contains(plain(host))).isPresent();
    }

    private static Optional<String> name(String header) {
        Matcher matcher = HOST.matcher(header);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean isAddress(String host) {
        try {
            return InetAddress.ofLiteral(host.replaceFirst("^\\[(.*)]$", "$1")) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
}
