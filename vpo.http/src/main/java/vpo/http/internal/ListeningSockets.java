package vpo.http.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose the sockets are that listen on a TCP port, as the kernel tells. To try and bind it would be in the way of Jetty. */
final class ListeningSockets {
    private static final Logger log = LoggerFactory.getLogger(ListeningSockets.class);
    private static final Path SELF = Path.of("/proc/self");
    /** Columns of {@code /proc/net/tcp}: the local address, the state, and the socket's number. */
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Who listens. */
    enum Owner {
        NOBODY, OURSELVES, OTHERS
    }

    /** Who listens on a port, on whatever address. Ourselves among others is ourselves; what cannot be read is nobody. */
    static Owner of(int port) {
        try {
            Set<String> listening = new HashSet<>();
            for (String table : List.of("net/tcp", "net/tcp6")) {
                add(SELF.resolve(table), port, listening);
            }
            if (listening.isEmpty()) {
                return Owner.NOBODY;
            }
            return listening.removeAll(own()) ? Owner.OURSELVES : Owner.OTHERS;
        } catch (IOException e) {
            log.debug("the sockets that listen cannot be told", e);
            return Owner.NOBODY;
        }
    }

    private static void add(Path table, int port, Set<String> inodes) throws IOException {
        String local = ":%04X".formatted(port);
        if (Files.exists(table)) {
            Files.readAllLines(table).stream().map(line -> line.strip().split("\\s+"))
                    .filter(line -> line.length > INODE && line[LOCAL].endsWith(local) && line[STATE].equals(LISTEN))
                    .forEach(line -> inodes.add("socket:[" + line[INODE] + "]"));
        }
    }

    private static Set<String> own() throws IOException {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                } catch (NoSuchFileException e) {
                    log.trace("{} has been closed meanwhile", descriptor, e);
                }
            }
        }
        return own;
    }
}
