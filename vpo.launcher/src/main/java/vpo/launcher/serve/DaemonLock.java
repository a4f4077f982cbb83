package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** The lock of a data directory, from outside. */
public final class DaemonLock {
    private static final int MOST_BYTES = 64;

    private DaemonLock() {}

    /**
     * Whether somebody has the directory. It is looked at by taking a lock of one's own for a moment, which a daemon that
     * starts just then tries again after.
     *
     * @return false, too, if this user cannot tell
     */
    public static boolean isHeld(Path data) {
        // A link is not followed: this may be root, in a folder that is somebody else's.
        try (FileChannel file = FileChannel.open(data.resolve(DataDirectory.LOCK_FILE), StandardOpenOption.READ,
                LinkOption.NOFOLLOW_LINKS);
                FileLock lock = file.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The process number of the daemon that has the directory.
     *
     * @return empty if nobody has it, a command has it, or this user cannot tell
     */
    public static OptionalLong daemon(Path data) {
        if (!isHeld(data)) {
            return OptionalLong.empty();
        }
        try (InputStream in = Files.newInputStream(data.resolve(DataDirectory.LOCK_FILE), LinkOption.NOFOLLOW_LINKS)) {
            String line = new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
            return DataDirectory.isOfCommand(line)
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(line));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
