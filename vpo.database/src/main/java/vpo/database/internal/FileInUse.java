package vpo.database.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which file the connections of this process to one path lead to. SQLite finds a file's log by the file's name: if
 * another file is put in its place, a new connection would take the log of the first one for the second one's, and write
 * it there. So there is no new one as long as there are any to the first, or its log. Any thread may call anything.
 */
final class FileInUse {
    /** For the whole process, as SQLite's locks are. An entry for each path ever opened: the daemon has one. */
    private static final Map<Path, FileInUse> ALL = new ConcurrentHashMap<>();

    private final Path path;
    private int connections;
    /** The identity of the file that the connections lead to, or did last; nothing if it is another's log that is left. */
    private Optional<Object> file = Optional.empty();
    private Path log;
    /** The identity of the log that belongs to that file, as far as it was seen while the file was in its place. */
    private Optional<Object> ownLog = Optional.empty();
    /** The identity of the log that was left by the last connection, if anything was in it. */
    private Optional<Object> leftLog = Optional.empty();

    private FileInUse(Path path) {
        this.path = path;
    }

    static FileInUse of(Path path) {
        return ALL.computeIfAbsent(path, FileInUse::new);
    }

    /**
     * Counts a connection that is about to be opened.
     *
     * @throws ReplacedException if it would lead to another file than those that are open, or find another file's log
     */
    synchronized void enter() throws ReplacedException {
        requireSame();
        if (connections == 0 && leftLog.isPresent() && leftLog.equals(identityOfContent(log)) && isElsewhere()) {
            throw new ReplacedException("the write-ahead log " + log + " is left of another file that was in its place;"
                    + " move the log away, or put that file back and restart the daemon");
        }
        if (connections == 0 || file.isEmpty()) {
            file = identity(path);
            log = new SqliteFile(path).wal();
            ownLog = identity(log);
        }
        connections++;
    }

    /** A connection was closed, or could not be opened. */
    synchronized void leave() {
        if (connections == 1) {
            boolean replaced = isReplaced();
            // What has come with the other file is that one's own.
            leftLog = file.flatMap(_ -> identityOfContent(log))
                    .filter(left -> !replaced || ownLog.isEmpty() || ownLog.get().equals(left));
            if (replaced) {
                // Its identity may now become another's.
                file = Optional.empty();
            }
        }
        connections--;
    }

    /** Whether the path leads elsewhere than the connections that are open, or nowhere. */
    synchronized boolean isReplaced() {
        return connections > 0 && file.isPresent() && isElsewhere();
    }

    /** @throws ReplacedException if {@link #isReplaced()} */
    synchronized void requireSame() throws ReplacedException {
        if (isReplaced()) {
            throw new ReplacedException("the file was replaced or deleted while the daemon had it open; what is"
                    + " there now is used once the connections to the first one are closed (" + connections
                    + "): wait for the end of the scans that run, or restart the daemon");
        }
        if (connections > 0 && ownLog.isEmpty()) {
            ownLog = identity(log);
        }
    }

    private boolean isElsewhere() {
        try {
            return !file.equals(Optional.of(attributes(path).fileKey()));
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            // Out of reach, perhaps for a while: that says nothing.
            return false;
        }
    }

    private static Optional<Object> identity(Path path) {
        try {
            return Optional.of(attributes(path).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> identityOfContent(Path path) {
        try {
            BasicFileAttributes attributes = attributes(path);
            return attributes.size() > 0 ? Optional.of(attributes.fileKey()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
