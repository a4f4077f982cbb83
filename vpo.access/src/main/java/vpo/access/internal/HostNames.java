package vpo.access.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that this daemon goes by. A page of somebody else's may have its own name lead here, by an answer of its DNS,
 * and be of the same origin then: so a request must call the daemon by a name that its operator knows. Addresses can be
 * nobody's name. Any thread.
 */
final class HostNames {
    /** Where the system says what the machine is called; asking for it otherwise may ask the network. */
    private static final Path OWN_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*]|[^:]*)(:[0-9]*)?");

    /** A machine may get its name, or another one, while the daemon runs. */
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final Set<String> names;
    private final Supplier<List<String>> machine;
    private final LongSupplier nanos;
    private Set<String> own;
    private long read;

    /**
     * @param names beside {@code localhost} and those of the machine
     * @param machine what that is called now; asked once a second at most
     * @param nanos of a monotonic clock
     */
    HostNames(Collection<String> names, Supplier<List<String>> machine, LongSupplier nanos) {
        this.names = plain(names);
        this.names.add("localhost");
        this.machine = machine;
        this.nanos = nanos;
        this.own = plain(machine.get());
        this.read = nanos.getAsLong();
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
                .filter(host -> isAddress(host) || isName(plain(host))).isPresent();
    }

    private boolean isName(String host) {
        return names.contains(host) || isOwn(host);
    }

    private synchronized boolean isOwn(String host) {
        long now = nanos.getAsLong();
        if (now - read >= FRESH) {
            own = plain(machine.get());
            read = now;
        }
        return own.contains(host);
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

    private static Set<String> plain(Collection<String> names) {
        return names.stream().map(HostNames::plain).collect(Collectors.toCollection(HashSet::new));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }
}
