package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is no usable library of version 7 ends the start, and is left as it is. */
class DatabaseErrorIT extends ProcessTest {
    @BeforeEach
    void library() throws Exception {
        Databases.create(library);
    }

    @Test
    void notADatabase() throws Exception {
        Files.writeString(library, "The quick brown fox jumps over the lazy dog.\n".repeat(200));
        assertRefusedUntouched("is not a SQLite database");
    }

    @ParameterizedTest
    @CsvSource({"6, vpo scan", "8, newer VPO", "27, newer VPO"})
    void otherVersions(String version, String advice) throws Exception {
        Databases.setVersion(library, version);
        assertThat(assertRefusedUntouched("has schema version " + version)).contains("needs version 7", advice);
    }

    @Test
    void someoneElsesDatabase() throws Exception {
        Files.delete(library);
        Databases.execute(library, "CREATE TABLE songs (title TEXT)");
        assertRefusedUntouched("not a VPO library");
    }

    @Test
    void truncated() throws Exception {
        Databases.fill(library, 1000, "delete");
        try (FileChannel file = FileChannel.open(library, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        assertRefusedUntouched("is damaged or truncated");
    }

    @Test
    void directory() throws Exception {
        Path other = Files.createDirectory(folder.resolve("directory"));
        DaemonProcess daemon = started(daemon().arguments("--database", other.toString()).serve());
        assertThat(daemon.awaitFailedStart("DB_ERROR")).contains(other.toString(), "is a directory");
    }

    @Test
    void folderThatIsNotThere() throws Exception {
        DaemonProcess daemon = started(daemon().arguments("--database", "/no/such/folder/library.db").serve());
        assertThat(daemon.awaitFailedStart("DB_ERROR")).contains("/no/such/folder", "does not exist");
    }

    /** The busy timeout is 10 s. */
    @Test
    void lockedForTooLong() throws Exception {
        try (Connection _ = Databases.lock(library)) {
            DaemonProcess daemon = started(daemon().serve());
            daemon.awaitLog("is locked by another process; waiting up to 10 s");
            assertThat(daemon.awaitFailedStart("DB_ERROR")).contains("is locked by another process", "fuser");
        }
        assertThat(Databases.integrity(library)).isEqualTo("ok");
    }

    @Test
    void lockedForAWhileIsWaitedFor() throws Exception {
        DaemonProcess daemon;
        try (Connection _ = Databases.lock(library)) {
            daemon = started(daemon().serve());
            daemon.awaitLog("is locked by another process; waiting up to 10 s");
        }
        daemon.awaitRunning();
    }

    @ParameterizedTest
    @CsvSource({"---------, cannot be read: permission denied", "r--------, is read-only"})
    void missingPermissions(String permissions, String message) throws Exception {
        Privileges.giveTo(folder, Privileges.NOBODY);
        Files.setPosixFilePermissions(library, PosixFilePermissions.fromString(permissions));
        DaemonProcess daemon = started(daemon().asNobody().serve());
        assertThat(daemon.awaitFailedStart("DB_ERROR")).contains(library.toString(), message);
    }

    private String assertRefusedUntouched(String what) throws Exception {
        byte[] before = Files.readAllBytes(library);
        String message = started(daemon().serve()).awaitFailedStart("DB_ERROR");
        assertThat(message).startsWith("The database " + library + " ").contains(what);
        assertThat(library).hasBinaryContent(before);
        return message;
    }
}
