package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A folder of the library that the service can be given.
 *
 * @param given by the operator
 * @param real where that leads to
 */
record MediaFolder(Path given, Path real) {
    /** Below these, the service sees something else than others do, or nothing that a library could be in. */
    private static final List<Path> OTHERS = paths("/proc", "/sys", "/dev", "/run/user", "/run/credentials", "/tmp",
            "/var/tmp");
    /** What a service has no business to write. */
    private static final List<Path> SYSTEM = paths("/usr", "/etc", "/boot", "/efi", "/bin", "/sbin", "/lib", "/lib32",
            "/lib64", "/libx32");
    /** As wholes; there are folders below them that may well be media. */
    private static final Set<Path> WHOLES = Set.copyOf(paths("/", "/home", "/root", "/run", "/var", "/var/lib",
            "/var/cache", "/var/log", "/opt"));
    /** Hidden from the service but for the folders that it is given. */
    private static final List<Path> HOMES = paths("/home", "/root");

    /**
     * Looks at a folder.
     *
     * @throws Failure if the service cannot be given it
     */
    static MediaFolder check(Path given) throws Failure {
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
            if (OTHERS.stream().anyMatch(real::startsWith)) {
                throw new Failure(said + " is hidden from the service: have the media elsewhere, such as in /srv");
            }
            if (WHOLES.contains(real) || SYSTEM.stream().anyMatch(real::startsWith)) {
                throw new Failure(said + " is the system's: name a folder that holds media and nothing else");
            }
            return new MediaFolder(given, real);
        } catch (NoSuchFileException e) {
            throw new Failure(given + " does not exist: make or mount it first", e);
        } catch (AccessDeniedException e) {
            throw new Failure(given + " cannot be looked at by this user: run this as root", e);
        } catch (IOException e) {
            throw new Failure(given + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** Whether it is in somebody's home. */
    boolean isBelowHome() {
        return HOMES.stream().anyMatch(real::startsWith);
    }

    private static List<Path> paths(String... paths) {
        return List.of(paths).stream().map(Path::of).toList();
    }
}
