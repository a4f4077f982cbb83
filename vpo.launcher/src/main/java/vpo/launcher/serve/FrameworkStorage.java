package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's own storage: emptied at every start, so that nothing stale can come back. What was there is moved
 * aside, and deleted when the start is over.
 */
final class FrameworkStorage {
    private static final Logger log = LoggerFactory.getLogger(FrameworkStorage.class);
    private static final String NAME = "framework";
    private static final String OLD = NAME + ".old";

    private FrameworkStorage() {}

    /**
     * The folder, with nothing in it.
     *
     * @param cache the folder for what can be made anew
     * @return where the framework may write
     * @throws IOException if it cannot be emptied
     */
    static Path empty(Path cache) throws IOException {
        Path folder = cache.resolve(NAME);
        Path old = cache.resolve(OLD);
        // There if a process ended before it had deleted it.
        delete(old);
        if (Files.exists(folder)) {
            Files.move(folder, old);
        }
        return Files.createDirectories(folder);
    }

    /** Deletes what {@link #empty} has moved aside; if that fails, the next start does. */
    static void forgetOld(Path cache) {
        Path old = cache.resolve(OLD);
        try {
            delete(old);
        } catch (IOException e) {
            log.debug("{} is deleted at the next start", old, e);
        }
    }

    /** A file, or a folder with all that is in it; nothing if there is none. */
    static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
