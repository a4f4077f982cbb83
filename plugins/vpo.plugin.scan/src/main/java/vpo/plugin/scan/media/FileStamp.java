package vpo.plugin.scan.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * What the file system says of a file: as long as this stays the same, so does the file.
 *
 * @param size bytes
 * @param modified as exact as the file system has it
 */
public record FileStamp(long size, Instant modified) {

    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /**
     * Looks at a file now. What has taken its place, such as a link or a pipe, is not that file.
     *
     * @throws NoSuchFileException if it is not there any more
     * @throws IOException if it is out of reach
     */
    public static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(file.toString(), null, "something else is in its place");
        }
        return of(attributes);
    }
}
