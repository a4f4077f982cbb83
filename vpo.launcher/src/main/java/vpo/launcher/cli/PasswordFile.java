package vpo.launcher.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import vpo.access.internal.password.PasswordHash;
import vpo.launcher.cli.PasswordPrompt.PasswordException;
import vpo.launcher.serve.ForeignFolder;

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

    /** Puts it in the place of what was there, whole at any moment, after a loss of power too. */
    void write(PasswordHash hash) throws IOException {
        String part = PasswordHash.FILE + ".part";
        try (ForeignFolder folder = ForeignFolder.open(data)) {
            folder.delete(part);
            folder.write(part, out -> out.write((hash + "\n").getBytes(StandardCharsets.UTF_8)));
            folder.force(part);
            folder.rename(part, PasswordHash.FILE);
            folder.force();
        }
    }

    /**
     * @return false if there was none
     */
    boolean remove() throws IOException, PasswordException {
        checkOwner();
        try (ForeignFolder folder = ForeignFolder.open(data)) {
            return folder.delete(PasswordHash.FILE);
        }
    }
}
