package vpo.plugins.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class TrustTest {
    private static final String HASH = "a".repeat(64);

    @TempDir
    Path folder;

    private final SQLiteDataSource library = new SQLiteDataSource();
    private Path jar;

    @BeforeEach
    void make() throws Exception {
        jar = Files.createFile(folder.resolve("cat.jar"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        library.setUrl("jdbc:sqlite:" + folder.resolve("library.db"));
        try (Connection connection = library.getConnection()) {
            connection.createStatement().execute("CREATE TABLE plugin_acknowledgments (id INTEGER PRIMARY KEY,"
                    + " plugin_name TEXT NOT NULL, plugin_hash TEXT NOT NULL, acknowledged_at TEXT NOT NULL,"
                    + " acknowledged_by TEXT, UNIQUE(plugin_name, plugin_hash))");
        }
    }

    @Test
    void a_row_of_this_name_and_hash_is_an_acknowledgment() throws Exception {
        Acknowledgments trust = at("2026-01-02T03:04:05.123456789Z");
        assertThat(trust.objection("cat", HASH, jar).orElseThrow()).contains("vpo plugin acknowledge cat " + HASH);
        trust.acknowledge("cat", HASH);
        trust.acknowledge("cat", HASH);
        assertThat(trust.objection("cat", HASH, jar)).isEmpty();
        assertThat(trust.objection("cat", "b".repeat(64), jar)).isPresent();
        assertThat(trust.objection("dog", HASH, jar)).isPresent();
    }

    @Test
    void the_time_is_written_as_vpo_compares_it() throws Exception {
        at("2026-01-02T03:04:05.123456789Z").acknowledge("a1", HASH);
        at("2026-01-02T03:04:05Z").acknowledge("a2", HASH);
        try (Connection connection = library.getConnection();
                ResultSet rows = connection.createStatement()
                        .executeQuery("SELECT group_concat(acknowledged_at, ' ') FROM plugin_acknowledgments")) {
            assertThat(rows.getString(1))
                    .isEqualTo("2026-01-02T03:04:05.123456+00:00 2026-01-02T03:04:05+00:00");
        }
    }

    @Test
    void without_the_table_nothing_is_trusted() {
        SQLiteDataSource other = new SQLiteDataSource();
        other.setUrl("jdbc:sqlite:" + folder.resolve("other.db"));
        assertThat(new Acknowledgments(other, other, Clock.systemUTC()).objection("cat", HASH, jar).orElseThrow())
                .contains("no such table");
    }

    @Test
    void a_folder_that_only_the_daemon_can_write_to_is_trusted() throws Exception {
        int user = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        FolderTrust trust = new FolderTrust(user);
        assertThat(trust.objection("cat", HASH, jar)).isEmpty();
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(trust.objection("cat", HASH, jar).orElseThrow()).contains("others can write to", "cat.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(trust.objection("cat", HASH, jar).orElseThrow()).contains("others can write to " + folder);
        assertThat(trust.objection("cat", HASH, folder.resolve("gone.jar")).orElseThrow()).contains("gone.jar");
        if (user != 0) {
            return;
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(jar, "unix:uid", 12345);
        assertThat(trust.objection("cat", HASH, jar).orElseThrow()).contains("belongs to user number 12345");
    }

    private Acknowledgments at(String time) {
        return new Acknowledgments(library, library, Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}
