package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import vpo.launcher.serve.DaemonLock;

/**
 * Where the daemon with a data directory listens, as it says itself there. Whoever else listens where it is configured to,
 * as anybody on this machine may while it does not run, is not it.
 */
final class OwnDaemon {
    /** Written when the port is open: a URL and the number of the process. */
    static final String FILE = "admin-address";
    private static final Pattern LINE = Pattern.compile("(http://[!-~]+) ([0-9]{1,18})\n");
    private static final int MOST_BYTES = 4096;

    private OwnDaemon() {}

    /** Empty if no daemon with this directory listens, or this user cannot tell. */
    static Optional<DaemonAddress> address(Path data) {
        OptionalLong holder = DaemonLock.daemon(data);
        // A link is not followed: this may be root, in a folder that is somebody else's.
        try (InputStream in = Files.newInputStream(data.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
            Matcher line = LINE.matcher(new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII));
            // What a daemon that was killed has left there tells of a process that has the directory no longer.
            return holder.isPresent() && line.matches() && Long.parseLong(line.group(2)) == holder.getAsLong()
                    ? DaemonAddress.ofListener(line.group(1))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
