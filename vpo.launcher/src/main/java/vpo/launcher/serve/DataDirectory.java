package vpo.launcher.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.config.Configuration;

/**
 * The daemon's data directory, or its cache directory, held by this process alone. The lock is the operating system's, on an open file: it ends
 * with the process, however that ends, so a lock left by a dead process blocks nobody.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    static final String LOCK_FILE = "daemon.lock";
    /** In the lock's file after the process id, when it is not a daemon that holds it. */
    private static final String COMMAND = "command";
    /** A command is over in a moment; a daemon that starts meanwhile waits for it. */
    private static final long COMMAND_WAIT_MILLIS = 10_000;
    private static final long TRY_MILLIS = 50;
    /** Before the holder has written who it is. */
    private static final int TRIES_AT_LEAST = 3;

    private static final int LOCK_BYTES = 64;
    /** Whoever can open the lock's file, for reading even, can hold the lock, and so keep the daemon from starting. */
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Takes the directory, making it if needed, for this user only.
     *
     * @throws StartException if it cannot be made or written, or another daemon has it
     */
    static DataDirectory take(Path path) throws StartException {
        return take(path, "data directory", "VPO_DATA_DIR");
    }

    /** The folder for what can be made anew, where the configuration has it. */
    static Path cache(Configuration configuration) {
        return Path.of((String) configuration.setting("cache_directory").value());
    }

    /**
     * Takes the folder of the cache, which every start empties: no other daemon may be using it. Also where it lies in the
     * data directory: that of another may have been told to use the same one, or lead there by a link.
     *
     * @param data the data directory, which is held
     * @return null if it is the data directory itself
     * @throws StartException as for the data directory
     */
    static DataDirectory takeCache(Path path, Path data) throws StartException {
        String what = "cache directory";
        String variable = "VPO_CACHE_DIR";
        try {
            return Files.exists(path) && Files.isSameFile(path, data) ? null : take(path, what, variable);
        } catch (IOException e) {
            throw unusable(path, what, variable, e);
        }
    }

    private static DataDirectory take(Path path, String what, String variable) throws StartException {
        try {
            make(path);
            FileChannel file = open(path);
            if (!lock(file)) {
                String holder = holder(file);
                file.close();
                throw new StartException("STARTUP_FAILED",
                        "another vpo daemon (pid " + holder + ") uses the " + what + " "
                                + path + "; stop it first, or give this one a directory of its own with " + variable,
                        null);
            }
            return held(path, file, "");
        } catch (IOException e) {
            throw unusable(path, what, variable, e);
        }
    }

    /**
     * Takes the directory for a command, which is over in a moment.
     *
     * @return empty if somebody else has it
     * @throws StartException if it cannot be made or written, or belongs to another user, whose daemon could not go on
     *             with files of this one's
     */
    static Optional<DataDirectory> takeForCommand(Path path) throws StartException {
        try {
            make(path);
            int user = (Integer) Files.getAttribute(SELF, "unix:uid");
            if (!Files.getAttribute(path, "unix:uid").equals(user)) {
                // Only looked at: root makes no file, and writes to none, where somebody else decides what it is.
                if (user == ROOT && DaemonLock.isHeld(path)) {
                    return Optional.empty();
                }
                throw notOurs(path, user);
            }
            FileChannel file = open(path);
            if (tryLock(file) == null) {
                file.close();
                return Optional.empty();
            }
            return Optional.of(held(path, file, " " + COMMAND));
        } catch (IOException e) {
            throw unusable(path, "data directory", "VPO_DATA_DIR", e);
        }
    }

    private static StartException notOurs(Path path, int user) throws IOException {
        String owner = Files.getOwner(path).getName();
        // Root may ask a daemon, but without one the files would be root's.
        String what = user == ROOT ? "no daemon is running with" : "not allowed:";
        return new StartException("STARTUP_FAILED",
                what + " the data directory " + path + (user == ROOT ? ", which" : "")
                        + " belongs to " + owner + ": run this as that user, such as with 'sudo -u " + owner + "'",
                null);
    }

    private static StartException unusable(Path path, String what, String variable, IOException e) {
        return new StartException("STARTUP_FAILED", "cannot use the " + what + " " + path + ": " + reason(e)
                + "; make it writable for this user, or choose another with " + variable, e);
    }

    private static DataDirectory held(Path path, FileChannel file, String kind) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer
                .wrap((ProcessHandle.current().pid() + kind + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return new DataDirectory(path, file);
    }

    private static boolean lock(FileChannel file) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COMMAND_WAIT_MILLIS);
        int tries = 1;
        while (tryLock(file) == null) {
            if (tries++ >= TRIES_AT_LEAST && (!isCommand(file) || System.nanoTime() - end > 0)) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TRY_MILLIS));
        }
        return true;
    }

    private static boolean isCommand(FileChannel file) throws IOException {
        return isOfCommand(content(file));
    }

    /**
     * @param line the lock's file's, without what ends it
     */
    static boolean isOfCommand(String line) {
        return line.endsWith(" " + COMMAND);
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

    /** A link is not followed: the daemon may be root's, and the directory somebody else's. */
    private static FileChannel open(Path path) throws IOException {
        Path file = path.resolve(LOCK_FILE);
        try {
            FileChannel opened = FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            tighten(file);
            return opened;
        } catch (IOException e) {
            throw Files.isSymbolicLink(file) ? new IOException(file + " is a link, and not followed", e) : e;
        }
    }

    /** One that an earlier version has made; somebody else's is left to them. */
    private static void tighten(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class,
                LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        if (!now.permissions().equals(OWNER_ONLY) && now.owner().equals(Files.getOwner(SELF))) {
            view.setPermissions(OWNER_ONLY);
        }
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel file) throws IOException {
        String line = content(file);
        return line.isEmpty() ? "unknown" : line.split(" ")[0];
    }

    private static String content(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LOCK_BYTES);
        file.read(content, 0);
        return StandardCharsets.US_ASCII.decode(content.flip()).toString().strip();
    }

    /** What is wrong, and where: some say the one by their type alone, and have the other for a message. */
    static String reason(IOException e) {
        String type = e.getClass().getSimpleName().replaceFirst("Exception$", "");
        boolean saysAll = type.equals("IO") || type.equals("FileSystem");
        return e.getMessage() == null ? type : saysAll ? e.getMessage() : e.getMessage() + " (" + type + ")";
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
