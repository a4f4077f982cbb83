package vpo.plugins.internal.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param attributes kind and permissions, inode, size and both times of change
 */
record Stamp(Map<String, Object> attributes) {
    private static final int KIND = 0170000;
    private static final int REGULAR = 0100000;

    /**
     * Looks at a file; a symbolic link is followed.
     *
     * @throws IOException if it is not there, or cannot be looked at
     */
    static Stamp of(Path file) throws IOException {
        return new Stamp(Files.readAttributes(file, "unix:mode,ino,dev,size,lastModifiedTime,ctime"));
    }

    /** Whether it is a file, and not a folder or a device. */
    boolean isRegularFile() {
        return ((Integer) attributes.get("mode") & KIND) == REGULAR;
    }
}
