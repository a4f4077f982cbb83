package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import vpo.config.Configuration;

/** What the running daemon lets the command line of its own machine in with: a file that its user and root can read. */
final class LocalToken {
    private static final String FILE = "admin-token";

    private LocalToken() {}

    /** The token of the daemon that uses this data directory; empty if none runs, or its file is not for this user. */
    static Optional<String> of(Configuration configuration) {
        Path file = configuration.dataDirectory().resolve(FILE);
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
