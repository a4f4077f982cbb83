package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The places of a machine that a service does not see as others do, or has no business in. Those that are links, as
 * {@code /home} is on some machines, count with what they lead to.
 *
 * @param others below these, the service sees something else than others do, or nothing that a library could be in
 * @param system what a service has no business to write
 * @param wholes neither, as wholes; there are folders below them that may well be media
 * @param homes hidden from the service but for the folders that it is given
 */
record Places(List<Path> others, List<Path> system, List<Path> wholes, List<Path> homes) {
    Places {
        others = withReal(others);
        system = withReal(system);
        wholes = withReal(wholes);
        homes = withReal(homes);
    }

    static Places ofThisMachine() {
        return new Places(
                paths("/proc", "/sys", "/dev", "/run/user", "/run/credentials", "/tmp", "/var/tmp"),
                paths("/usr", "/etc", "/boot", "/efi", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"),
                paths("/", "/home", "/root", "/run", "/var", "/var/lib", "/var/cache", "/var/log", "/opt"),
                paths("/home", "/root"));
    }

    boolean isElsewhere(Path real) {
        return others.stream().anyMatch(real::startsWith);
    }

    boolean isSystem(Path real) {
        return wholes.contains(real) || system.stream().anyMatch(real::startsWith);
    }

    boolean isInHome(Path real) {
        return homes.stream().anyMatch(real::startsWith);
    }

    /** Whether the service does not see what others see there. */
    boolean isHidden(Path real) {
        return isElsewhere(real) || isInHome(real);
    }

    private static List<Path> withReal(List<Path> paths) {
        return paths.stream().flatMap(path -> Stream.of(path, real(path))).distinct().toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // What is not there, nothing is in.
            return path;
        }
    }

    private static List<Path> paths(String... paths) {
        return Stream.of(paths).map(Path::of).toList();
    }
}
