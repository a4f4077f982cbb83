package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What systemd makes of the drop-in is shown by {@code vpo.dist}'s tests in the lab. */
class SystemdUnitCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    /** Not in the temporary folder, as a service has one of its own. */
    private Path folder;

    /** Who may write all but the folders with "locked" in their names. */
    private record Writer(boolean knows) implements MediaWriter {
        @Override
        public Optional<String> doubt(MediaFolder checked) throws Failure {
            if (checked.real().toString().contains("locked")) {
                throw new Failure(checked.given() + " cannot be written");
            }
            return knows ? Optional.empty() : Optional.of("nobody knows");
        }
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Path target = Path.of("target").toRealPath();
        assumeTrue(Stream.of("/tmp", "/var/tmp").noneMatch(target::startsWith),
                "the sources are in a temporary folder");
        folder = Files.createTempDirectory(target, "media");
    }

    @AfterEach
    void removeFolder() throws IOException {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList().reversed()) {
                Files.delete(each);
            }
        }
    }

    private int run(MediaWriter writer, String... args) {
        return run(writer, Places.ofThisMachine(), args);
    }

    private int run(MediaWriter writer, Places places, String... args) {
        CommandLine line = new CommandLine(new SystemdUnitCommand(writer, places));
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
            "/srv/video, /srv/video",
            "/srv/a+b@c, /srv/a+b@c",
            "/srv/My Films, '\"/srv/My Films\"'",
            "/srv/100%, '\"/srv/100%%\"'",
            "'/srv/\"x\"', '\"/srv/\\\"x\\\"\"'",
            "/srv/a\\b, '\"/srv/a\\\\b\"'",
            "/srv/a:b, '\"/srv/a:b\"'",
            "/srv/Ärger;#$HOME, '\"/srv/Ärger;#$HOME\"'"})
    void aPathIsOneWordOfTheUnit(String path, String word) {
        assertThat(MediaDropIn.word(path)).isEqualTo(word);
    }

    @Test
    void foldersAreOpenedWhereTheyReallyAre() throws IOException {
        Path films = Files.createDirectory(folder.resolve("My Films"));
        Path series = Files.createDirectory(folder.resolve("series"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), series);

        assertThat(run(new Writer(true), "--media", films.toString(), link.toString())).isZero();
        assertThat(out.toString()).contains("RequiresMountsFor=\"" + films + "\"\n",
                "RequiresMountsFor=" + series + "\n", "ReadWritePaths=\"" + films + "\"\n",
                "ReadWritePaths=" + series + "\n").doesNotContain("link");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void homesAreEmptyButForTheFolders() {
        Path video = Path.of("/home/anna/Video");
        Path srv = Path.of("/srv/video");
        assertThat(MediaDropIn.text(List.of(new MediaFolder(video, video, true, false),
                new MediaFolder(srv, srv, false, false))))
                .contains("ProtectHome=tmpfs\nTemporaryFileSystem=/home:ro /root:ro /run/user:ro\n"
                        + "BindPaths=/home/anna/Video\nReadWritePaths=/home/anna/Video\nReadWritePaths=/srv/video\n");
        assertThat(MediaDropIn.text(List.of(new MediaFolder(srv, srv, false, false))))
                .doesNotContain("ProtectHome", "BindPaths");
    }

    /** As where {@code /home} is {@code /var/home}: a machine in a folder. */
    private Places placesWithALinkOfHomes() throws IOException {
        Files.createDirectories(folder.resolve("var/home/anna/Video"));
        Files.createDirectories(folder.resolve("var/other"));
        return new Places(
                List.of(Files.createSymbolicLink(folder.resolve("other"), Path.of("var/other"))), List.of(),
                List.of(folder, folder.resolve("home")),
                List.of(Files.createSymbolicLink(folder.resolve("home"), Path.of("var/home"))));
    }

    @Test
    void homesAreAlsoThoseThatALinkLeadsTo() throws IOException {
        Places places = placesWithALinkOfHomes();
        Path video = folder.resolve("var/home/anna/Video");
        assertThat(run(new Writer(true), places, "--media", folder.resolve("home/anna/Video").toString())).isZero();
        assertThat(out.toString()).contains("ProtectHome=tmpfs", "BindPaths=" + video + "\n",
                "ReadWritePaths=" + video + "\n");
        assertThat(places.isInHome(folder.resolve("homes"))).isFalse();
    }

    @Test
    void aLinkThatTheServiceDoesNotSeeIsTold() throws IOException {
        Places places = placesWithALinkOfHomes();
        Path films = Files.createDirectories(folder.resolve("srv/films/old")).getParent();
        Files.createSymbolicLink(folder.resolve("var/home/anna/films"), Path.of("../../../srv/films"));
        Path outside = Files.createSymbolicLink(folder.resolve("srv/link"), Path.of("../home/anna/films/."));
        for (Path given : List.of(folder.resolve("home/anna/films/old"), outside.resolve("old"))) {
            assertThat(run(new Writer(true), places, "--media", given.toString())).isZero();
            assertThat(err.toString()).contains("vpo: " + given + " leads to " + films.resolve("old") + " by a link",
                    "name " + films.resolve("old") + " in the configuration");
            assertThat(out.toString()).contains("ReadWritePaths=" + films.resolve("old") + "\n");
        }

        err.getBuffer().setLength(0);
        Path seen = Files.createSymbolicLink(folder.resolve("srv/seen"), Path.of("films"));
        assertThat(run(new Writer(true), places, "--media", seen.toString(),
                folder.resolve("home/anna/Video").toString())).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void placesThatALinkLeadsToAreRefusedToo() throws IOException {
        Places places = placesWithALinkOfHomes();
        assertThat(run(new Writer(true), places, "--media", folder.resolve("var/home").toString(),
                folder.resolve("var/other").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("var/home is the system's", "var/other is hidden from the service");
    }

    @ParameterizedTest
    @CsvSource({"video,is not absolute", "/nowhere/at/all,does not exist", "/etc/passwd,is not a folder",
            "/proc/sys,hidden from the service", "/tmp,hidden from the service", "/usr/share,is the system's",
            "/,is the system's", "/var/lib,is the system's"})
    void aFolderThatTheServiceCannotHaveIsRefused(String path, String reason) {
        assertThat(run(new Writer(true), "--media", path)).isEqualTo(1);
        assertThat(err.toString()).startsWith("vpo: " + path + " ").contains(reason);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aLinkToAHiddenPlaceIsRefusedToo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/tmp"));
        assertThat(run(new Writer(true), "--media", link.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(link + ", which is /tmp, is hidden");
    }

    @Test
    void aNameThatNoUnitCanHoldIsRefused() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a\nb"));
        assertThat(run(new Writer(true), "--media", odd.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("a?b' has a character in its name");
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNothingPrinted() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assertThat(run(new Writer(true), "--media", folder.toString(), "--media", locked.toString(), "--media",
                "/nowhere"))
                .isEqualTo(1);
        assertThat(err.toString()).contains(locked + " cannot be written", "/nowhere does not exist");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDoubtIsSaidOnceAndStopsNothing() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        assertThat(run(new Writer(false), "--media", folder.toString(), other.toString())).isZero();
        assertThat(err.toString()).isEqualTo("vpo: nobody knows\n");
        assertThat(out.toString()).contains("ReadWritePaths=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--media"})
    void withoutAFolderTheCommandLineIsWrong(String args) {
        assertThat(args.isEmpty() ? run(new Writer(true)) : run(new Writer(true), args)).isEqualTo(2);
    }

    @Test
    void rootTriesThePermissionsAsTheUser() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root becomes another user");
        Path real = Files.createDirectory(Path.of("/srv/vpo-test-" + ProcessHandle.current().pid()));
        try {
            ServiceUser nobody = new ServiceUser("nobody");
            assertThat(run(nobody, "--media", real.toString())).isZero();
            assertThat(err.toString()).contains(real + " cannot be written by the user nobody", "u:nobody:rwX",
                    "SupplementaryGroups=");
            assertThat(out.toString()).contains("ReadWritePaths=" + real + "\n");

            err.getBuffer().setLength(0);
            Files.setOwner(real, real.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            assertThat(run(nobody, "--media", real.toString())).isZero();
            assertThat(err.toString()).isEmpty();
            assertThat(run(new ServiceUser("nobody-at-all"), "--media", real.toString())).isEqualTo(1);
            assertThat(err.toString()).contains("there is no user nobody-at-all");
        } finally {
            Files.delete(real);
        }
    }
}
