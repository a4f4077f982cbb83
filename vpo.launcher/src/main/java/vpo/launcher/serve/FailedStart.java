package vpo.launcher.serve;

import java.util.Map;
import java.util.Optional;

import vpo.systemd.Notification;
import vpo.systemd.ServiceManager;

/** What the service manager is told of a start that failed, so that {@code systemctl status} says why. */
final class FailedStart {
    /** As in errno.h of Linux: what comes nearest to each state. */
    private static final Map<String, Integer> ERRNO = Map.of(
            "CONFIG_ERROR", 22, // EINVAL
            "DB_ERROR", 5, // EIO
            "PORT_IN_USE", 98); // EADDRINUSE
    private static final int ECANCELED = 125;

    private FailedStart() {}

    static void tell(Optional<ServiceManager> manager, String state, String message) {
        // Last: what the container tells of its stop would take the place of why.
        manager.ifPresent(it -> it.sendLast(Notification.NONE
                .status(state + ": " + message).errno(ERRNO.getOrDefault(state, ECANCELED))));
    }
}
