package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the daemon's user may not read or write. */
class PermissionsTest {
    @TempDir
    private Path folder;

    @Test
    void areToldForWhatTheyAre() throws Exception {
        permissions(folder, "rwxrwxrwx");
        Path nativeFolder = folder("native", "rwxrwxrwx");
        Path open = file(folder("open", "rwxrwxrwx"), "rw-rw-rw-");
        Path unreadable = file(folder("unreadable", "rwxrwxrwx"), "-w--w--w-");
        Path readOnly = file(folder("read-only", "rwxrwxrwx"), "r--r--r--");
        Path inReadOnlyFolder = file(folder("read-only-folder", "rwxrwxrwx"), "rw-rw-rw-");
        permissions(inReadOnlyFolder.getParent(), "r-xr-xr-x");
        Path inClosedFolder = file(folder("closed", "rwxrwxrwx"), "rw-rw-rw-");
        permissions(inClosedFolder.getParent(), "---------");
        Path notToBeCreated = folder("full", "r-xr-xr-x").resolve("library.db");

        List<Path> databases = List.of(open, unreadable, readOnly, inReadOnlyFolder, inClosedFolder, notToBeCreated);
        try {
            List<String> messages = Verification.startAsMortal(folder).of(nativeFolder, databases.toArray(Path[]::new));
            assertThat(messages).hasSize(6);
            assertThat(messages.get(0)).isEqualTo("verified");
            assertThat(messages.get(1)).contains(unreadable.toString(),
                    "cannot be read: permission denied for the file;");
            assertThat(messages.get(2)).contains(readOnly.toString(), "is read-only", "cannot write to the file");
            assertThat(messages.get(3)).contains(inReadOnlyFolder.toString(), "is read-only",
                    "its folder " + inReadOnlyFolder.getParent());
            assertThat(messages.get(4)).contains(inClosedFolder.toString(),
                    "cannot be read: permission denied for its folder;");
            assertThat(messages.get(5)).contains(notToBeCreated.toString(), "is read-only",
                    "its folder " + notToBeCreated.getParent());
            assertThat(notToBeCreated).doesNotExist();
        } finally {
            permissions(inClosedFolder.getParent(), "rwxrwxrwx");
        }
        assertThat(Map.of("read-only", Databases.prints(readOnly.getParent()))).allSatisfy(
                (_, prints) -> assertThat(prints).containsOnlyKeys("library.db"));
    }

    /** Such as root leaves them that has restored a backup or looked at the library. */
    @Test
    void areToldOfTheFilesBesideIt() throws Exception {
        permissions(folder, "rwxrwxrwx");
        Path nativeFolder = folder("native", "rwxrwxrwx");
        List<Path> companions = new ArrayList<>();
        List<Path> databases = new ArrayList<>();
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            Path database = file(folder("with" + suffix, "rwxrwxrwx"), "rw-rw-rw-");
            databases.add(database);
            companions.add(permissions(Files.createFile(Path.of(database + suffix)), "r--r--r--"));
        }
        List<String> messages = Verification.startAsMortal(folder).of(nativeFolder, databases.toArray(Path[]::new));
        assertThat(messages).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(messages.get(i)).contains("The database " + databases.get(i), "is read-only",
                    "cannot write to " + companions.get(i));
        }
    }

    private Path folder(String name, String permissions) throws IOException {
        return permissions(Files.createDirectory(folder.resolve(name)), permissions);
    }

    private static Path file(Path folder, String permissions) throws IOException {
        return permissions(Databases.library(folder.resolve("library.db"), "wal"), permissions);
    }

    private static Path permissions(Path path, String permissions) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
