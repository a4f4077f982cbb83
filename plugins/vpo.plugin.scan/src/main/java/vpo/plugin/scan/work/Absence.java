package vpo.plugin.scan.work;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells files that were deleted from files that are out of reach for a while, as on a disk that is not mounted.
 *
 * @param root the folder that is scanned
 * @param identity of that folder when the scan began: another one under the same name is what a disk was mounted on
 */
record Absence(Path root, Object identity) {
    private static final Logger log = LoggerFactory.getLogger(Absence.class);

    /** What can be said of a file. */
    enum Verdict {
        /** It is there, or nobody can tell. */
        PRESENT,
        /** It is gone, but so is all that was beside it: perhaps a disk below the root is not mounted. */
        PERHAPS,
        /** It is gone from among others. */
        GONE
    }

    /** @throws IOException if the root cannot be looked at */
    static Absence of(Path root) throws IOException {
        return new Absence(root, identity(root));
    }

    /** Why nothing can be said of any file now; empty if it can. */
    Optional<String> obstacle() {
        try {
            if (!identity.equals(identity(root))) {
                return Optional.of("it is another folder than at the beginning; was a disk unmounted?");
            }
            return isEmpty(root) ? Optional.of("it is empty; is its disk mounted?") : Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be read any more: " + e);
        }
    }

    Verdict verdict(String file) {
        try {
            return verdict(Path.of(file));
        } catch (InvalidPathException e) {
            log.debug("{} is no path in this process's character set", file, e);
            return Verdict.PRESENT;
        }
    }

    private Verdict verdict(Path file) {
        try {
            Optional<BasicFileAttributes> now = look(file);
            // A folder may have taken the place of the file.
            if (now.isPresent() ? now.get().isRegularFile() : Files.isSymbolicLink(file)) {
                return Verdict.PRESENT;
            }
            Path folder = file.getParent();
            while (!folder.equals(root) && look(folder).isEmpty()) {
                if (Files.isSymbolicLink(folder)) {
                    // It leads nowhere now: the disk may be away.
                    return Verdict.PRESENT;
                }
                folder = folder.getParent();
            }
            return Files.isDirectory(folder) && isEmpty(folder) ? Verdict.PERHAPS : Verdict.GONE;
        } catch (IOException e) {
            log.debug("Nobody can tell whether {} is there", file, e);
            return Verdict.PRESENT;
        }
    }

    /** What is there, at the end of links; empty if nothing is. */
    private static Optional<BasicFileAttributes> look(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A file has taken the place of a folder above it.
            if (path.getParent() != null && Files.isRegularFile(path.getParent())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Nothing but hidden entries, such as the mark that somebody leaves on a mount point, is as good as nothing. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder,
                entry -> !entry.getFileName().toString().startsWith("."))) {
            return !entries.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static Object identity(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }
}
