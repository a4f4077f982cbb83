package vpo.systemd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import vpo.systemd.internal.UnixSocket;

/**
 * The journal of systemd, which takes entries with fields at its socket. Nothing is open between two entries, so that a
 * journal that has been started anew is found again. Any thread.
 */
public final class Journal {
    /** Where it listens, in every namespace of the journal. */
    public static final String SOCKET = "/run/systemd/journal/socket";

    private static final Path STDERR = Path.of("/proc/self/fd/2");
    /** It drops what is larger, and tells nobody. */
    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final UnixSocket socket;

    /**
     * @param address of its socket, {@value #SOCKET} unless in a test
     * @throws IllegalArgumentException if that cannot be a socket's
     */
    public Journal(String address) {
        socket = new UnixSocket(address);
    }

    /**
     * Whether this process's standard error is the journal's: {@code JOURNAL_STREAM} says which file that would be. It is
     * inherited, so what it says may be long past.
     */
    public static boolean isStderr(Map<String, String> environment) {
        String stream = environment.get("JOURNAL_STREAM");
        if (stream == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(STDERR, "unix:dev,ino");
            return stream.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException e) {
            // A standard error that is closed, or no Linux.
            return false;
        }
    }

    /**
     * Writes one entry, whatever its size; waits for a journal that is busy.
     *
     * @throws IOException if there is none, or if it would drop an entry of that size
     */
    public void write(JournalEntry entry) throws IOException {
        byte[] bytes = entry.bytes();
        if (bytes.length > MOST_BYTES) {
            throw new IOException("an entry of " + bytes.length + " bytes is larger than the journal takes");
        }
        socket.put(bytes);
    }
}
