package vpo.launcher.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's own storage: emptied at every start, so that nothing stale can come back. What was there is moved
 * aside, and deleted when the start is over: to delete it takes longer than to make it.
 */
final class FrameworkStorage {
    private static final Logger log = LoggerFactory.getLogger(FrameworkStorage.class);
    private static final String NAME = "framework";
    private static final String OLD = NAME + ".old";

    /** So many may be left by processes that have ended before they had deleted anything; more than systemd starts in a row. */
    static final int MOST_OLD = 8;

    private FrameworkStorage() {}

    /**
     * The folder, with nothing in it.
     *
     * @param cache the folder for what can be made anew
     * @return where the framework may write
     * @throws IOException if it cannot be emptied; the message says what to do
     */
    static Path empty(Path cache) throws IOException {
        try {
            return make(cache);
        } catch (IOException e) {
            // There may be no room but what the old ones take.
            log.debug("a new storage cannot be made: tried again without the old ones", e);
            forgetOld(cache);
            return makeAtLast(cache);
        }
    }

    private static Path makeAtLast(Path cache) throws IOException {
        try {
            return make(cache);
        } catch (IOException e) {
            throw new IOException("cannot empty the framework's storage: " + DataDirectory.reason(e)
                    + "; free space, or make " + cache + " and what is in it writable for this user: it can be deleted"
                    + " at any time", e);
        }
    }

    private static Path make(Path cache) throws IOException {
        Path folder = cache.resolve(NAME);
        if (Files.exists(folder)) {
            Files.move(folder, aside(cache));
        }
        return Files.createDirectories(folder);
    }

    private static Path aside(Path cache) throws IOException {
        List<Path> old = old(cache).toList();
        Optional<Path> free = old.stream().filter(Files::notExists).findFirst();
        if (free.isEmpty()) {
            delete(old.getFirst());
        }
        return free.orElse(old.getFirst());
    }

    private static Stream<Path> old(Path cache) {
        return IntStream.range(0, MOST_OLD).mapToObj(i -> cache.resolve(i == 0 ? OLD : OLD + "-" + i));
    }

    /** Deletes what {@link #empty} has moved aside, now and before; if that fails, the next start does. */
    static void forgetOld(Path cache) {
        old(cache).forEach(old -> {
            try {
                delete(old);
            } catch (IOException e) {
                log.debug("{} is deleted after the next start", old, e);
            }
        });
    }

    /** A file, or a folder with all that is in it; nothing if there is none. */
    static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
