package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import vpo.config.Configuration;
import vpo.config.Source;

/**
 * Who says where the data and the cache are. Root makes these folders and runs what is in the cache: if somebody else's
 * file could choose them, its owner could exchange what root has put there.
 */
final class FolderChoice {
    private static final int ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");
    private static final List<String> FOLDERS = List.of("data_directory", "cache_directory");

    private FolderChoice() {}

    /**
     * Refuses, if this is root, what the file of somebody else says.
     *
     * @throws StartException that says so, and what to do
     */
    static void check(Configuration configuration) throws StartException, IOException {
        if (!Files.getAttribute(SELF, "unix:uid").equals(ROOT)) {
            return;
        }
        for (String key : FOLDERS) {
            if (configuration.setting(key).source() instanceof Source.File file) {
                Optional<String> owner = otherOwner(file.path());
                if (owner.isPresent()) {
                    throw new StartException("STARTUP_FAILED", "no daemon is running, and root does not go by the "
                            + key + " in " + file.path() + ", which " + owner.get() + " can write: run this as that"
                            + " user, such as with 'sudo -u " + owner.get() + "', or set VPO_DATA_DIR and"
                            + " VPO_CACHE_DIR", null);
                }
            }
        }
    }

    /** Of the file, or a folder on the way to it, who could put another one there. */
    private static Optional<String> otherOwner(Path file) throws IOException {
        List<Path> ways = Stream.of(file.toAbsolutePath(), file.toRealPath())
                .flatMap(way -> Stream.iterate(way, each -> each != null, Path::getParent)).toList();
        for (Path each : ways) {
            if (!Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ROOT)) {
                return Optional.of(Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).getName());
            }
        }
        return Optional.empty();
    }
}
