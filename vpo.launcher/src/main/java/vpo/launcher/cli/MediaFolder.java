package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder of the library that the service can be given.
 *
 * @param given by the operator
 * @param real where that leads to
 * @param isInHome whether that is in somebody's home
 * @param isByHiddenLink whether there is a link on the way that the service does not see
 */
record MediaFolder(Path given, Path real, boolean isInHome, boolean isByHiddenLink) {
    /**
     * Looks at a folder.
     *
     * @throws Failure if the service cannot be given it
     */
    static MediaFolder check(Path given, Places places) throws Failure {
        if (!given.isAbsolute()) {
            throw new Failure(given + " is not absolute: name the folder from / on, such as "
                    + given.toAbsolutePath().normalize());
        }
        if (given.toString().chars().anyMatch(Character::isISOControl)) {
            throw new Failure("'" + given.toString().replaceAll("\\p{Cntrl}", "?")
                    + "' has a character in its name that a unit cannot hold: rename the folder");
        }
        try {
            Path real = given.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new Failure(given + " is not a folder");
            }
            String said = given.equals(real) ? given.toString() : given + ", which is " + real + ",";
            if (places.isElsewhere(real)) {
                throw new Failure(said + " is hidden from the service: have the media elsewhere, such as in /srv");
            }
            if (places.isSystem(real)) {
                throw new Failure(said + " is the system's: name a folder that holds media and nothing else");
            }
            return new MediaFolder(given, real, places.isInHome(real), isByHiddenLink(given, places));
        } catch (NoSuchFileException e) {
            throw new Failure(given + " does not exist: make or mount it first", e);
        } catch (AccessDeniedException e) {
            throw new Failure(given + " cannot be looked at by this user: run this as root", e);
        } catch (IOException e) {
            throw new Failure(given + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /**
     * Goes the way link by link, as the kernel does.
     *
     * @param path one that exists
     */
    private static boolean isByHiddenLink(Path path, Places places) throws IOException {
        Path at = path.getRoot();
        for (int i = 1; i <= path.getNameCount(); i++) {
            Path next = at.resolve(path.getName(i - 1)).normalize();
            if (Files.isSymbolicLink(next)) {
                Path target = at.resolve(Files.readSymbolicLink(next));
                Path way = i < path.getNameCount() ? target.resolve(path.subpath(i, path.getNameCount())) : target;
                return places.isHidden(at) || isByHiddenLink(way, places);
            }
            at = next;
        }
        return false;
    }
}
