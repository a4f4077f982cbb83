package vpo.api.event;

import java.util.Objects;

/**
 * A file was scanned: it is new, or it has changed, and the database has it already. Published by whoever scans, once
 * for each such file.
 *
 * @param file with its tracks
 */
public record FileScanned(FileInfo file) implements PluginEvent {
    /** The event's name. */
    public static final String NAME = "file.scanned";

    /** The file is needed. */
    public FileScanned {
        Objects.requireNonNull(file);
    }

    @Override
    public String name() {
        return NAME;
    }
}
