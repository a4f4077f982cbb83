package vpo.launcher.serve;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock of a data directory, from outside. */
public final class DaemonLock {
    private DaemonLock() {}

    /**
     * Whether somebody has the directory. It is looked at by taking a lock of one's own for a moment, which a daemon that
     * starts just then tries again after.
     *
     * @return false, too, if this user cannot tell
     */
    public static boolean isHeld(Path data) {
        try (FileChannel file = FileChannel.open(data.resolve(DataDirectory.LOCK_FILE), StandardOpenOption.READ);
                FileLock lock = file.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
