package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The framework's own storage: emptied at every start, so that nothing stale can come back. */
final class FrameworkStorage {
    private FrameworkStorage() {}

    /**
     * The folder, with nothing in it.
     *
     * @param cache the folder for what can be made anew
     */
    static Path empty(Path cache) throws IOException {
        Path folder = cache.resolve("framework");
        delete(folder);
        return Files.createDirectories(folder);
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
