package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A library that breaks while the daemon runs: health tells, the daemon lives on, and recovers with the file. */
class DatabaseFaultIT extends ProcessTest {
    private Path backup;

    /** What may happen to a file. */
    enum Fault {
        DELETED {
            @Override
            void happenTo(Path file) throws IOException {
                Files.delete(file);
            }
        },
        GARBAGE {
            @Override
            void happenTo(Path file) throws IOException {
                Files.writeString(file, "no database at all. ".repeat(1000));
            }
        },
        EMPTIED {
            @Override
            void happenTo(Path file) throws IOException {
                Files.writeString(file, "");
            }
        },
        TRUNCATED {
            @Override
            void happenTo(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
        },
        CORRUPTED {
            @Override
            void happenTo(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    ByteBuffer noise = ByteBuffer.allocate(20_000);
                    while (noise.hasRemaining()) {
                        noise.put((byte) 0xa5);
                    }
                    channel.write(noise.flip(), channel.size() / 2);
                }
            }
        },
        OTHER_VERSION {
            @Override
            void happenTo(Path file) throws Exception {
                Path other = file.resolveSibling("other.db");
                Databases.create(other);
                Databases.setVersion(other, "6");
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        DIRECTORY {
            @Override
            void happenTo(Path file) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        };

        abstract void happenTo(Path file) throws Exception;
    }

    @BeforeEach
    void library() throws Exception {
        Databases.create(library);
        Databases.fill(library, 2000, "wal");
        backup = Files.copy(library, folder.resolve("backup.db"));
    }

    @ParameterizedTest
    @EnumSource
    void isToldAndOvercome(Fault fault) throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        fault.happenTo(library);
        assertDegraded(daemon);
        if (fault == Fault.DELETED) {
            // Looked at more than once, and not made anew.
            daemon.letRun(1500);
            assertThat(library).doesNotExist();
        }
        Files.deleteIfExists(library);
        Files.copy(backup, library);
        assertHealthyAgain(daemon);
        assertThat(library).hasSameBinaryContentAs(backup);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.messages("WARNING")).singleElement().asString()
                .startsWith("The database " + library + " cannot be used: ");
    }

    @Test
    void aDiskThatGoesIsToldAndComesBack() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path mountPoint = Files.createDirectory(folder.resolve("mount"));
        Files.copy(backup, disk.resolve("library.db"));
        assumeTrue(run("mount", "--bind", disk.toString(), mountPoint.toString()), "needs root");
        try {
            library = mountPoint.resolve("library.db");
            DaemonProcess daemon = awaitPlugins(
                    started(daemon().arguments("--database", library.toString()).serve()).awaitRunning());
            // Lazily, for a disk that is pulled out does not ask who is reading, either.
            assertThat(run("umount", "-l", mountPoint.toString())).isTrue();
            assertDegraded(daemon);
            assertThat(mountPoint).isEmptyDirectory();
            assertThat(run("mount", "--bind", disk.toString(), mountPoint.toString())).isTrue();
            assertHealthyAgain(daemon);
            assertThat(library).hasSameBinaryContentAs(backup);
        } finally {
            run("umount", "-l", mountPoint.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void aLockIsWaitedFor() throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        try (Connection _ = Databases.lock(library)) {
            assertDegraded(daemon);
        }
        assertHealthyAgain(daemon);
    }

    @Test
    void aBrokenDatabaseDoesNotKeepTheDaemonFromStopping() throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        Files.delete(library);
        assertDegraded(daemon);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(library).doesNotExist();
    }

    private void assertDegraded(DaemonProcess daemon) {
        assertThat(daemon.awaitAnswer("/health", answer -> answer.statusCode() == 503).body())
                .startsWith("{\"status\": \"degraded\", \"database\": \"disconnected\", ")
                .endsWith("\"shutting_down\": false}");
        assertThat(daemon.get("/livez").statusCode()).isEqualTo(200);
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(daemon.get("/readyz?verbose").body()).contains("[-] database CRITICAL", "disconnected: ")
                .doesNotContain(folder.toString());
        daemon.awaitLog("The database " + library + " cannot be used: ");
    }

    private void assertHealthyAgain(DaemonProcess daemon) {
        daemon.awaitAnswer("/health", answer -> answer.statusCode() == 200);
        daemon.awaitLog("The database " + library + " can be used again");
    }
}
