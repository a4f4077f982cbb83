package vpo.plugin.scan.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

import vpo.plugin.scan.library.ScanJobs.Running;

/**
 * Tells which scans that are said to be running are not.
 *
 * @param processes when the process with a number has started; empty if there is no such process
 */
record DeadScans(LongFunction<Optional<Instant>> processes) {
    private static final Duration SILENCE = Duration.ofSeconds(300);
    /** Other programs' scans have neither a process nor a heartbeat; none takes that long. */
    private static final Duration ANONYMOUS = Duration.ofDays(1);

    /** Asks the operating system. */
    static DeadScans ofThisMachine() {
        // Where the start is unknown, the process counts as an old one.
        return new DeadScans(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive)
                .map(process -> process.info().startInstant().orElse(Instant.MIN)));
    }

    /** Why a scan that is not one of ours is dead; empty if it may be alive. */
    Optional<String> verdict(Running scan, Instant now) {
        if (scan.pid().isEmpty()) {
            Optional<Instant> last = scan.heartbeat().or(scan::createdAt);
            Duration limit = scan.heartbeat().isPresent() ? SILENCE : ANONYMOUS;
            return last.filter(time -> time.plus(limit).isBefore(now))
                    .map(time -> "the scan was abandoned: nothing was heard of it since " + time);
        }
        long pid = scan.pid().get();
        Optional<Instant> started = processes.apply(pid);
        if (started.isEmpty()) {
            return Optional.of("the scan was abandoned: its process " + pid + " ended without finishing it");
        }
        if (scan.heartbeat().isPresent() && started.get().isAfter(scan.heartbeat().get())) {
            return Optional.of("the scan was abandoned: its process " + pid + " ended, and another one has the number");
        }
        return scan.heartbeat().filter(last -> last.plus(SILENCE).isBefore(now))
                .map(last -> "the scan was abandoned: its process " + pid + " last spoke at " + last);
    }
}
