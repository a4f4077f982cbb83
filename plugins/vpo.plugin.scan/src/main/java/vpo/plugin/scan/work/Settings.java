package vpo.plugin.scan.work;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator wants.
 *
 * @param roots folders that may be scanned, absolute and normalized
 * @param extensions that videos have, in lower case and without the dot
 * @param schedule of scans of all roots; empty if they are not scanned by themselves
 * @param workers files of a scan that are read at a time
 * @param settle how long a file must have been left alone before it is read; zero to read it as it is
 * @param settleTimeout how long a scan waits for one file that is being written
 * @param probeTimeout for ffprobe on one file
 * @param ffprobe the program; empty to look for it in PATH
 */
public record Settings(List<Path> roots, Set<String> extensions, Optional<Schedule> schedule, int workers,
        Duration settle, Duration settleTimeout, Duration probeTimeout, Optional<String> ffprobe) {
    /** Copies what can be changed. */
    public Settings {
        roots = List.copyOf(roots);
        extensions = Set.copyOf(extensions);
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(settle);
        Objects.requireNonNull(settleTimeout);
        Objects.requireNonNull(probeTimeout);
        Objects.requireNonNull(ffprobe);
    }
}
