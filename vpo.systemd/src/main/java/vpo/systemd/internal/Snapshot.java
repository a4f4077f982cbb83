package vpo.systemd.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import vpo.api.task.TaskInfo;
import vpo.lifecycle.DaemonState;

/**
 * The daemon as of one moment, as far as a service manager cares.
 *
 * @param state of its life
 * @param draining whether it takes no new work, although it does not stop
 * @param tasks in flight, oldest first
 * @param untilDeadline how long a stop waits still; empty if none has begun, negative when it waits no more
 * @param startLeft how long the start may last still; negative when that is over
 * @param concerns what is wrong, a few words each
 */
record Snapshot(DaemonState state, boolean draining, List<TaskInfo> tasks, Optional<Duration> untilDeadline,
        Duration startLeft, List<String> concerns) {

    Snapshot {
        tasks = List.copyOf(tasks);
        concerns = List.copyOf(concerns);
    }
}
