package vpo.plugins.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Files that are either as they were or as they are to be, whatever happens in between, a loss of power included. */
final class DurableFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private DurableFiles() {}

    /** Makes the folder if it is not there; in any case it is its owner's only. */
    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!OWNER_ONLY.equals(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
    }

    /**
     * Writes a file in place of another of that name, or of none.
     *
     * @param part where it is written before it gets its name; on the same file system
     */
    static void replace(Path file, byte[] content, Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        rename(part, file);
    }

    /** Gives a file that is on the disk its name. */
    static void rename(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.getParent());
    }

    /** Deletes a file, for good. */
    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(file.getParent());
        }
    }

    /** Brings a file's content, or a folder's names, to the disk. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
