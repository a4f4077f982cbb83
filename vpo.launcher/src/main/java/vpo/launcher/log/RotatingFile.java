package vpo.launcher.log;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A log file that is renamed to {@code FILE.1} before a line would bring it to its limit, while {@code FILE.1} becomes
 * {@code FILE.2} and so on; the numbers behave as those of Python's {@code RotatingFileHandler}. A file that somebody
 * else moved or deleted is made anew. After a failure the next write tries again. Not thread-safe.
 *
 * <p>
 * Logback's own rolling appender does not do: it lets a file grow past its limit, keeps at most 20 old ones, reads a
 * {@code %} in the path as a pattern, writes on into a deleted file, and gives up for good after the first full disk.
 */
final class RotatingFile implements Closeable {
    private final Path path;
    private final long maxBytes;
    private final int backupCount;
    /**
     * Null while closed. Not a channel, nor a stream over one: the interrupt flag of a thread that logs while it is
     * being cancelled would close that.
     */
    private OutputStream stream;
    private Object openedFile;

    RotatingFile(Path path, long maxBytes, int backupCount) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.backupCount = backupCount;
    }

    Path path() {
        return path;
    }

    /**
     * Opens the file for appending, and creates it and its folder if need be.
     *
     * @throws IOException whose message says what cannot be done, and why
     */
    void open() throws IOException {
        try {
            close();
            // Opening a pipe would wait for its reader, and the root has no folder to ask for.
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new FileSystemException(path.toString(), null, "it is not a regular file");
            }
            // Any other missing folder is more likely a disk that is not mounted or a slip of the pen.
            Path folder = path.getParent();
            if (!Files.exists(folder) && Files.isDirectory(folder.getParent())) {
                Files.createDirectory(folder);
            }
            if (!Files.isDirectory(folder)) {
                throw new FileSystemException(folder.toString(), null, "there is no folder " + folder);
            }
            stream = new FileOutputStream(path.toFile(), true);
            openedFile = attributes().fileKey();
        } catch (IOException e) {
            throw failure("it cannot be opened", e);
        }
    }

    /**
     * Writes one whole line, in a single call to the operating system.
     *
     * @throws IOException whose message says what cannot be done, and why: either nothing of the line was written, or
     *             it was, to a file that should have been renamed before
     */
    void write(byte[] line) throws IOException {
        long size = reopenIfReplaced();
        IOException notRotated = null;
        if (maxBytes > 0 && backupCount > 0 && size > 0 && size + line.length >= maxBytes) {
            try {
                rotate();
                size = 0;
            } catch (IOException e) {
                notRotated = failure("it cannot be renamed", e);
                open();
            }
        }
        try {
            stream.write(line);
        } catch (IOException e) {
            cutBackTo(size);
            throw failure("it cannot be written", e);
        }
        if (notRotated != null) {
            throw notRotated;
        }
    }

    @Override
    public void close() throws IOException {
        OutputStream old = stream;
        stream = null;
        if (old != null) {
            old.close();
        }
    }

    private long reopenIfReplaced() throws IOException {
        if (stream == null || !Files.exists(path) || !attributes().fileKey().equals(openedFile)) {
            open();
        }
        return attributes().size();
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private void rotate() throws IOException {
        close();
        for (int i = backupCount; i > 0; i--) {
            Path from = i == 1 ? path : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        open();
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** On a full disk the beginning of a line may have been written: the next line must not be glued to it. */
    private void cutBackTo(long size) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        } catch (IOException e) {
            // The caller gets the failure that led here, which says more.
        }
    }

    private IOException failure(String what, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException denied -> "Permission denied: " + denied.getFile();
            case FileSystemException known when known.getReason() != null -> known.getReason();
            // Its message is "PATH (REASON)", and whoever tells of this names the path.
            case FileNotFoundException unopened -> unopened.getMessage().replace(path + " ", "");
            default -> cause.getClass() == IOException.class ? cause.getMessage() : cause.toString();
        };
        return new IOException(what + ": " + reason, cause);
    }
}
