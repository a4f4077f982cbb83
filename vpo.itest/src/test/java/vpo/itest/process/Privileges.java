package vpo.itest.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** What it takes to see a permission denied: root may do everything, so the daemon runs as somebody else. */
final class Privileges {
    /** The user who owns nothing; {@link DaemonProcess.Builder#asNobody()}. */
    static final int NOBODY = 65534;

    private Privileges() {}

    /** Makes a folder and all in it somebody's; skips the test for those who may not do that. */
    static void giveTo(Path folder, int user) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can run a process as another user");
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Files.setAttribute(each, "unix:uid", user);
        }
        // On the way there is JUnit's folder, which is root's.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
