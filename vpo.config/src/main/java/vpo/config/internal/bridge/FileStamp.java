package vpo.config.internal.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells one state of a file from another without reading it: inode, size, times of change. Attributes count too,
 * so that a file that was made readable is read.
 *
 * @param attributes empty if there is no such file, or it cannot be looked at
 */
record FileStamp(Map<String, Object> attributes) {

    /** Spelled out, for a record's own is made of method handles when it is first asked, which is at each start. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamp stamp && attributes.equals(stamp.attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    static FileStamp of(Path file) {
        try {
            return new FileStamp(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime"));
        } catch (IOException e) {
            return new FileStamp(Map.of());
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return basic(file);
        }
    }

    private static FileStamp basic(Path file) {
        try {
            return new FileStamp(Files.readAttributes(file, "size,lastModifiedTime"));
        } catch (IOException e) {
            return new FileStamp(Map.of());
        }
    }
}
