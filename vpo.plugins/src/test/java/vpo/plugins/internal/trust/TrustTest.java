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

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class TrustTest {
    private static final String HASH = "a".repeat(64);
    private static final Path NOWHERE = Path.of("/nowhere");

    @TempDir
    Path folder;

    private DataSource library;
    private Path jar;

    @BeforeEach
    void make() throws Exception {
        jar = Files.createFile(folder.resolve("cat.jar"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        library = AcknowledgmentTable.make(folder);
    }

    @Test
    void a_row_of_this_name_and_hash_is_an_acknowledgment() throws Exception {
        Acknowledgments trust = at("2026-01-02T03:04:05.123456789Z");
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE)).orElseThrow())
                .contains("vpo plugin acknowledge cat " + HASH);
        trust.acknowledge("cat", HASH);
        trust.acknowledge("cat", HASH);
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE))).isEmpty();
        assertThat(trust.objection(new Trust.Jar("cat", "b".repeat(64), jar, NOWHERE))).isPresent();
        assertThat(trust.objection(new Trust.Jar("dog", HASH, jar, NOWHERE))).isPresent();
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
        assertThat(new Acknowledgments(other, other, Clock.systemUTC())
                .objection(new Trust.Jar("cat", HASH, jar, NOWHERE)).orElseThrow())
                .contains("no such table");
    }

    @Test
    void a_folder_that_only_the_daemon_can_write_to_is_trusted() throws Exception {
        int user = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        FolderTrust trust = new FolderTrust(user);
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE))).isEmpty();
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE)).orElseThrow())
                .contains("others can write to", "cat.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE)).orElseThrow())
                .contains("others can write to " + folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(trust.objection(new Trust.Jar("cat", HASH, folder.resolve("gone.jar"), NOWHERE)).orElseThrow())
                .contains("gone.jar");
        if (user != 0) {
            return;
        }
        Files.setAttribute(jar, "unix:uid", 12345);
        assertThat(trust.objection(new Trust.Jar("cat", HASH, jar, NOWHERE)).orElseThrow())
                .contains("belongs to user number 12345");
    }

    @Test
    void a_link_is_trusted_only_if_nobody_else_can_turn_it() throws Exception {
        int user = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        FolderTrust trust = new FolderTrust(user);
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Files.createSymbolicLink(plugins.resolve("link.jar"), Path.of("../cat.jar"));
        Files.createSymbolicLink(folder.resolve("way"), plugins);
        Path onTheWay = folder.resolve("way/link.jar");
        assertThat(objection(trust, link)).isEmpty();
        assertThat(objection(trust, onTheWay)).isEmpty();

        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(objection(trust, link)).as("the jar itself is safe where it is").contains("write to " + plugins);
        assertThat(objection(trust, onTheWay)).contains("write to " + plugins);
        Files.setAttribute(plugins, "unix:mode", 01777);
        assertThat(objection(trust, link)).as("others can put a link beside it").contains("write to " + plugins);
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (user == 0) {
            Files.setAttribute(link, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
            assertThat(objection(trust, link)).contains("link.jar belongs to user number 12345");
        }
        Path loop = Files.createSymbolicLink(plugins.resolve("loop.jar"), Path.of("loop.jar"));
        assertThat(objection(trust, loop)).contains("loop.jar", "cannot be looked at");
    }

    @Test
    void a_folder_above_may_be_sticky_and_the_plugins_own_may_not() throws Exception {
        FolderTrust trust = new FolderTrust(
                (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Path plugins = Files.createDirectory(shared.resolve("plugins"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(shared, "unix:mode", 01777);
        Path inner = Files.createFile(plugins.resolve("cat.jar"));
        Path outer = Files.createFile(shared.resolve("cat.jar"));
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(objection(trust, inner)).isEmpty();
        assertThat(objection(trust, outer)).contains("write to " + shared);
    }

    private static String objection(Trust trust, Path source) {
        return trust.objection(new Trust.Jar("cat", HASH, source, NOWHERE)).orElse("");
    }

    private Acknowledgments at(String time) {
        return new Acknowledgments(library, library, Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}
