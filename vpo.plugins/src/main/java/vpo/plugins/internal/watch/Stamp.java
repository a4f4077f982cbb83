package vpo.plugins.internal.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param attributes inode, size and both times of change
 */
record Stamp(Map<String, Object> attributes) {

    /**
     * Looks at a file; a symbolic link is followed.
     *
     * @throws IOException if it is not there, or cannot be looked at
     */
    static Stamp of(Path file) throws IOException {
        return new Stamp(Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime,ctime"));
    }
}
