package vpo.plugin.scan.media;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import vpo.api.event.TrackInfo;

/**
 * What ffprobe tells of a file.
 *
 * @param format of the container, as ffprobe names it
 * @param tracks by their index, each once
 */
public record Probe(Optional<String> format, List<TrackInfo> tracks) {
    /** Copies the tracks. */
    public Probe {
        Objects.requireNonNull(format);
        tracks = List.copyOf(tracks);
    }
}
