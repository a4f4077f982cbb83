package vpo.launcher.serve;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's data directory, held by this process alone. The lock is the operating system's, on an open file: it ends
 * with the process, however that ends, so a lock left by a dead process blocks nobody.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK_FILE = "daemon.lock";

    private final Path path;
    private final RandomAccessFile lockFile;

    private DataDirectory(Path path, RandomAccessFile lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the directory, making it if needed, for this user only.
     *
     * @throws StartException if it cannot be made or written, or another daemon has it
     */
    static DataDirectory take(Path path) throws StartException {
        try {
            make(path);
            RandomAccessFile file = new RandomAccessFile(path.resolve(LOCK_FILE).toFile(), "rw");
            FileLock lock = tryLock(file);
            if (lock == null) {
                String holder = holder(file);
                file.close();
                throw new StartException("STARTUP_FAILED",
                        "another vpo daemon (pid " + holder + ") uses the data directory "
                                + path + "; stop it first, or give this one a directory of its own with VPO_DATA_DIR",
                        null);
            }
            file.setLength(0);
            file.write((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
            return new DataDirectory(path, file);
        } catch (IOException e) {
            throw new StartException("STARTUP_FAILED", "cannot use the data directory " + path + ": " + reason(e)
                    + "; make it writable for this user, or choose another with VPO_DATA_DIR", e);
        }
    }

    private static void make(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createDirectory(path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw new IOException(
                        (Files.exists(Path.of(e.getFile()), LinkOption.NOFOLLOW_LINKS) ? e.getFile() : path)
                                + " is there and is not a directory",
                        e);
            }
        }
    }

    private static FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(RandomAccessFile file) throws IOException {
        String pid = file.readLine();
        return pid == null || pid.isBlank() ? "unknown" : pid.strip();
    }

    private static String reason(IOException e) {
        String type = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        return e.getMessage() == null ? type : type.equals("IO") ? e.getMessage() : e.getMessage() + " (" + type + ")";
    }

    /** The directory. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            // The lock goes with the file.
            lockFile.close();
        } catch (IOException e) {
            log.debug("cannot close {}", path.resolve(LOCK_FILE), e);
        }
    }
}
