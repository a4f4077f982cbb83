package vpo.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.systemd.internal.UnixSocket;

/**
 * The service manager that has started this process, reached by the socket in {@code NOTIFY_SOCKET}; see
 * {@code sd_notify(3)}. Any thread. Nothing of it ever fails the caller, nor keeps it: what the manager does not take at
 * once is lost, and the log names the first of each kind that was. The launcher registers the one of this process as a
 * service, where there is one.
 */
public final class ServiceManager {
    private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

    private final UnixSocket socket;
    /** Names of the assignments with which lost messages began. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final Lock speaking = new ReentrantLock();
    /** Guarded by {@link #speaking}. */
    private boolean silent;

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
     * @return false if it did not take it, such as when its queue is full: whoever cares tells it again. After
     *         {@link #sendLast} that is of no use any more.
     */
    public boolean send(Notification notification) {
        return notification.isEmpty() || delivered(notification, false);
    }

    /**
     * Tells it what is to remain, such as why a start has failed: once it has taken that, nobody tells
     * anything any more. Returns at once.
     *
     * @return false if it did not take it
     */
    public boolean sendLast(Notification notification) {
        return delivered(notification, true);
    }

    private boolean delivered(Notification notification, boolean isLast) {
        try {
            if (!offer(notification.toString().getBytes(StandardCharsets.UTF_8), isLast)) {
                return false;
            }
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

    /** Without a line for the log, which may keep whoever writes one. */
    private boolean offer(byte[] message, boolean isLast) throws IOException {
        speaking.lock();
        try {
            if (silent) {
                return false;
            }
            socket.offer(message);
            silent = isLast;
            return true;
        } finally {
            speaking.unlock();
        }
    }
}
