package vpo.launcher.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

import vpo.launcher.serve.DaemonLock;

/**
 * The process that has a daemon's data directory on this machine, told from one that takes its place.
 *
 * @param data its data directory
 * @param process its number
 * @param listens whether it had told where it listens
 */
record LockHolder(Path data, long process, boolean listens) {
    /**
     * Empty if the daemon is another machine's, or this user cannot tell. Behind an address of this machine may be a
     * container or a tunnel, with a directory of the same name: the process that holds the one here must be the daemon.
     */
    static Optional<LockHolder> of(Administration daemon, Fields status) {
        try {
            return daemon.client().address().isHere()
                    ? status.text("data_directory").map(Path::of).flatMap(LockHolder::of)
                            .filter(holder -> holder.process == status.number("pid"))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<LockHolder> of(Path data) {
        OptionalLong process = DaemonLock.daemon(data);
        return process.isPresent()
                ? Optional.of(new LockHolder(data, process.getAsLong(), OwnDaemon.address(data).isPresent()))
                : Optional.empty();
    }

    /** Whether the directory is free, or another's. */
    boolean isGone() {
        return !DaemonLock.daemon(data).equals(OptionalLong.of(process));
    }

    /** Whether it had a port and has it no longer: whoever is asked there now is somebody else. */
    boolean hasClosedItsPort() {
        return listens && OwnDaemon.address(data).isEmpty();
    }
}
