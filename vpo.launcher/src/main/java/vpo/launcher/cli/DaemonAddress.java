package vpo.launcher.cli;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.Problem;
import vpo.config.Setting;

/**
 * Where a daemon answers.
 *
 * @param base what its paths are put behind; ends in no slash
 */
record DaemonAddress(URI base) {
    private static final String BIND = "server.bind";
    private static final int LAST_PORT = 65535;

    /**
     * The daemon of a configuration.
     *
     * @throws ConfigurationException if it listens at a name that is good for that, and not for a URL
     */
    static DaemonAddress of(Configuration configuration) throws ConfigurationException {
        Setting set = configuration.setting(BIND);
        String bind = (String) set.value();
        int port = ((Number) configuration.setting("server.port").value()).intValue();
        try {
            return listener(bind, port);
        } catch (URISyntaxException e) {
            Problem problem = new Problem(Problem.Severity.ERROR, set.source().toString(), BIND, "'" + bind
                    + "' cannot stand in a URL, so the daemon there cannot be asked; say its IP address with --url");
            throw new ConfigurationException(List.of(problem), configuration.settings().stream()
                    .collect(Collectors.toMap(Setting::key, Function.identity())), configuration.filePlace());
        }
    }

    /**
     * Where a daemon that listens there is asked.
     *
     * @param url of a listener, such as {@code http://0.0.0.0:8321}; empty if it is none
     */
    static Optional<DaemonAddress> ofListener(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() == null
                    ? Optional.empty()
                    : Optional.of(listener(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static DaemonAddress listener(String bind, int port) throws URISyntaxException {
        return new DaemonAddress(new URI("http", null, reachable(bind), port, null, null, null));
    }

    /** What to connect to, which is another address when the daemon listens on all of them. */
    private static String reachable(String bind) {
        try {
            InetAddress address = InetAddress.ofLiteral(bind);
            return address.isAnyLocalAddress() ? address instanceof Inet6Address ? "::1" : "127.0.0.1" : bind;
        } catch (IllegalArgumentException e) {
            // It is a name.
            return bind;
        }
    }

    /** Whether whoever connects to one connects to the other. */
    boolean leadsTo(DaemonAddress other) {
        try {
            return isEncrypted() == other.isEncrypted() && base.getPort() == other.base.getPort()
                    && InetAddress.getByName(base.getHost()).equals(InetAddress.getByName(other.base.getHost()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads the value of an option. */
    static final class Converter implements ITypeConverter<DaemonAddress> {
        @Override
        public DaemonAddress convert(String url) {
            try {
                URI uri = new URI(url);
                boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (!http || uri.getHost() == null) {
                    throw wrong(url);
                }
                if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
                    throw new TypeConversionException("'" + url + "' has no port that there is: one is 1-" + LAST_PORT);
                }
                if (uri.getRawUserInfo() != null) {
                    throw new TypeConversionException("a URL with a password is seen by every user of this machine;"
                            + " put the password into a file, and name that with --token-file");
                }
                if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                    throw new TypeConversionException("'" + url + "' ends in a query; only the address is wanted");
                }
                return new DaemonAddress(new URI(url.replaceFirst("/+$", "")));
            } catch (URISyntaxException e) {
                throw wrong(url);
            }
        }

        private static TypeConversionException wrong(String url) {
            return new TypeConversionException(
                    "'" + url + "' is no URL of a daemon, such as https://nas.example or http://127.0.0.1:8321");
        }
    }

    /**
     * @param path encoded, from its slash on, with its query if it has one
     */
    URI uri(String path) {
        return URI.create(base + path);
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(base.getScheme());
    }

    /** Whether what is sent there does not leave this machine. */
    boolean isHere() {
        try {
            for (InetAddress each : InetAddress.getAllByName(base.getHost().replaceAll("[\\[\\]]", ""))) {
                if (!each.isLoopbackAddress() && NetworkInterface.getByInetAddress(each) == null) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
