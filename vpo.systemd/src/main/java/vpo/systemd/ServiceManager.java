package vpo.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.systemd.internal.UnixSocket;

/**
 * The service manager that has started this process, reached by the socket in {@code NOTIFY_SOCKET}; see
 * {@code sd_notify(3)}. Any thread. Nothing of it ever fails the caller, nor keeps it: what the manager does not take at
 * once is lost, and the log names the first of each kind that was.
 */
public final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    private final UnixSocket socket;
    /** Names of the assignments with which lost messages began. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

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

    /**
     * Tells it; returns at once.
     *
     * @return false if it did not take it, such as when its queue is full: whoever cares tells it again
     */
    public boolean send(Notification notification) {
        if (notification.isEmpty()) {
            return true;
        }
        try {
            socket.offer(notification.toString().getBytes(StandardCharsets.UTF_8));
            log.debug("told the service manager: {}", notification.lines());
            return true;
        } catch (IOException e) {
            String first = notification.lines().getFirst();
            if (lost.add(first.substring(0, first.indexOf('=') + 1))) {
                log.warn("the service manager cannot be told {}: {}", first, e.getMessage());
            }
            return false;
        }
    }
}
