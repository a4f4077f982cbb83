package vpo.launcher.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

import vpo.access.internal.password.PasswordHash;
import vpo.launcher.cli.PasswordPrompt.PasswordException;

/**
 * The file with the hash of the password, readable by the daemon's user and root alone.
 *
 * @param data the daemon's data directory
 */
record PasswordFile(Path data) {
    private static final int ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");

    /**
     * @throws PasswordException if this is neither the daemon's user nor root
     */
    void checkOwner() throws IOException, PasswordException {
        if (!Files.isDirectory(data)) {
            throw new PasswordException("there is no data directory " + data
                    + ": start the daemon once, or say with VPO_DATA_DIR where it is");
        }
        int user = (Integer) Files.getAttribute(SELF, "unix:uid");
        if (user != ROOT && !Files.getAttribute(data, "unix:uid").equals(user)) {
            String owner = Files.getOwner(data).getName();
            throw new PasswordException("not allowed: the data directory " + data + " belongs to " + owner
                    + ": run this as that user, such as with 'sudo -u " + owner + "'");
        }
    }

    /** Puts it in the place of what was there, whole at any moment. */
    void write(PasswordHash hash) throws IOException {
        Path part = data.resolve(PasswordHash.FILE + ".part");
        Files.deleteIfExists(part);
        // Through the one channel, and no link is followed: root may do this in a folder that is somebody else's.
        try (SeekableByteChannel out = Files.newByteChannel(part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap((hash + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        // What root has written, the daemon must be able to read.
        UserPrincipal owner = Files.getOwner(data);
        FileOwnerAttributeView ownership = Files.getFileAttributeView(part, FileOwnerAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        if (!ownership.getOwner().equals(owner)) {
            ownership.setOwner(owner);
        }
        Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @return false if there was none
     */
    boolean remove() throws IOException, PasswordException {
        checkOwner();
        return Files.deleteIfExists(file());
    }

    private Path file() {
        return data.resolve(PasswordHash.FILE);
    }
}
