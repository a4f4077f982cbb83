package vpo.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.systemd.internal.UnixSocket;

/**
 * The service manager that has started this process, reached by the socket in {@code NOTIFY_SOCKET}; see
 * {@code sd_notify(3)}. Any thread. Nothing of it ever fails the caller: a manager that cannot be reached is told of once,
 * in the log.
 */
public final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    private final UnixSocket socket;
    private volatile boolean complained;

    private ServiceManager(UnixSocket socket) {
        this.socket = socket;
    }

    /**
     * The one that these environment variables name.
     *
     * @return empty if there is none: in a container, under another init system, by hand
     */
    public static Optional<ServiceManager> of(Map<String, String> environment) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServiceManager(new UnixSocket(address)));
        } catch (IllegalArgumentException e) {
            log.warn("NOTIFY_SOCKET is of no use: {}; the service manager is told nothing", e.getMessage());
            return Optional.empty();
        }
    }

    /** Tells it; returns at once, whether it is heard or not. */
    public void send(Notification notification) {
        if (notification.isEmpty()) {
            return;
        }
        try {
            socket.offer(notification.toString().getBytes(StandardCharsets.UTF_8));
            log.debug("told the service manager: {}", notification.lines());
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                log.warn("the service manager cannot be told {}: {}", notification.lines().getFirst(), e.getMessage());
            }
        }
    }
}
