package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void isMadeForItsOwnerOnly() throws Exception {
        Path path = folder.resolve("a/b/vpo");

        try (DataDirectory data = DataDirectory.take(path)) {
            assertThat(data.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
        }
    }

    @Test
    void isTakenOnceAndTheRefusedOneLearnsTheHoldersPid() throws Exception {
        try (DataDirectory _ = DataDirectory.take(folder)) {
            assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.take(folder))
                    .withMessageContaining("pid " + ProcessHandle.current().pid())
                    .withMessageContaining(folder.toString())
                    .satisfies(e -> assertThat(e.state()).isEqualTo("STARTUP_FAILED"));
        }
    }

    @Test
    void aCacheIsTakenOnceToo() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path cache = data.resolve("cache");
        Path other = Files.createDirectory(folder.resolve("other"));
        Path link = Files.createSymbolicLink(other.resolve("cache"), cache);

        try (DataDirectory _ = DataDirectory.takeCache(cache, data)) {
            for (Path same : List.of(cache, link)) {
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(() -> DataDirectory.takeCache(same, other))
                        .withMessageContaining("the cache directory " + same).withMessageContaining("VPO_CACHE_DIR");
            }
        }
    }

    @Test
    void aCacheThatIsTheDataDirectoryIsHeldWithIt() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

        try (DataDirectory _ = DataDirectory.take(folder)) {
            assertThat(DataDirectory.takeCache(folder, folder)).isNull();
            assertThat(DataDirectory.takeCache(link, folder)).isNull();
        }
    }

    @Test
    void canBeTakenAgainAfterwards() throws Exception {
        DataDirectory.take(folder).close();

        DataDirectory.take(folder).close();
    }

    @Test
    void isNotBlockedByWhatADeadProcessLeft() throws Exception {
        Files.writeString(folder.resolve("daemon.lock"), "1\n");

        DataDirectory.take(folder).close();

        assertThat(folder.resolve("daemon.lock")).hasContent(ProcessHandle.current().pid() + "\n");
    }

    @Test
    void nobodyElseCanHoldItsLock() throws Exception {
        Path lock = folder.resolve("daemon.lock");
        DataDirectory.take(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock))).isEqualTo("rw-------");

        // As earlier versions have made it.
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
        DataDirectory.take(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock))).isEqualTo("rw-------");
    }

    /** As when root starts a daemon in a directory of somebody else's. */
    @Test
    void doesNotWriteWhereALinkInItLeads() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path secret = Files.writeString(folder.resolve("secret"), "kept");
        Files.createSymbolicLink(data.resolve("daemon.lock"), secret);

        assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.take(data))
                .withMessageContaining(data.resolve("daemon.lock").toString());
        assertThat(DaemonLock.isHeld(data)).isFalse();
        assertThat(secret).hasContent("kept");
    }

    @Test
    void isNotAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.take(file))
                .withMessageContaining(file + " is there and is not a directory").withMessageContaining("VPO_DATA_DIR");
        assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.take(file.resolve("below")))
                .withMessageContaining(file.toString());
    }

    @Test
    void aCommandTakesItIfNobodyHasIt() throws Exception {
        try (DataDirectory command = DataDirectory.takeForCommand(folder).orElseThrow()) {
            assertThat(command.path()).isEqualTo(folder);
            assertThat(DataDirectory.takeForCommand(folder)).isEmpty();
        }
        try (DataDirectory _ = DataDirectory.take(folder)) {
            assertThat(DataDirectory.takeForCommand(folder)).isEmpty();
        }
    }

    @Test
    void rootOnlyLooksWhetherSomebodyElsesDaemonHasIt() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
        Files.setOwner(folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.takeForCommand(folder))
                .withMessageContaining("no daemon is running").withMessageContaining("'sudo -u nobody'");
        assertThat(folder).isEmptyDirectory();
        try (DataDirectory _ = DataDirectory.take(folder)) {
            assertThat(DataDirectory.takeForCommand(folder)).isEmpty();
        }
        assertThatExceptionOfType(StartException.class).isThrownBy(() -> DataDirectory.takeForCommand(folder));
    }

    @Test
    void aDaemonWaitsForACommand() throws Exception {
        DataDirectory command = DataDirectory.takeForCommand(folder).orElseThrow();
        CompletableFuture<DataDirectory> daemon = CompletableFuture.supplyAsync(() -> {
            try {
                return DataDirectory.take(folder);
            } catch (StartException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThatExceptionOfType(TimeoutException.class).as("while the command is at it")
                .isThrownBy(() -> daemon.get(1, TimeUnit.SECONDS));
        command.close();
        daemon.get(30, TimeUnit.SECONDS).close();
    }
}
