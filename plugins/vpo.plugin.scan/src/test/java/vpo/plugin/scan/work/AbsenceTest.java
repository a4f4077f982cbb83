package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static vpo.plugin.scan.work.Absence.Verdict.GONE;
import static vpo.plugin.scan.work.Absence.Verdict.PERHAPS;
import static vpo.plugin.scan.work.Absence.Verdict.PRESENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsenceTest {
    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void fill() throws IOException {
        root = Files.createDirectories(folder.resolve("media"));
        Files.createDirectories(root.resolve("tv/show"));
        Files.createFile(root.resolve("tv/show/a.mkv"));
        Files.createDirectory(root.resolve("empty"));
        Files.createFile(root.resolve("empty/.mark"));
    }

    private Absence.Verdict verdict(String file) throws IOException {
        return Absence.of(root).verdict(root.resolve(file).toString());
    }

    @Test
    void sparesWhatIsThere() throws IOException {
        assertThat(verdict("tv/show/a.mkv")).isEqualTo(PRESENT);
        Files.createSymbolicLink(root.resolve("l.mkv"), root.resolve("tv/show/a.mkv"));
        assertThat(verdict("l.mkv")).isEqualTo(PRESENT);
    }

    @Test
    void tellsWhatWasDeleted() throws IOException {
        assertThat(verdict("tv/show/b.mkv")).isEqualTo(GONE);
        assertThat(verdict("tv/other/season/b.mkv")).isEqualTo(GONE);
        assertThat(verdict("tv/show/a.mkv/b.mkv")).isEqualTo(GONE);
    }

    /** As some programs do that unpack a film into a folder of its name. */
    @Test
    void aFolderInThePlaceOfTheFileIsNotTheFile() throws IOException {
        Files.createDirectories(root.resolve("tv/show/film.mkv"));
        assertThat(verdict("tv/show/film.mkv")).isEqualTo(GONE);
    }

    @Test
    void sparesWhatIsBehindALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("usb"), folder.resolve("not mounted"));
        assertThat(verdict("usb/a.mkv")).isEqualTo(PRESENT);
        assertThat(verdict("usb/show/a.mkv")).isEqualTo(PRESENT);
        Files.createSymbolicLink(root.resolve("l.mkv"), folder.resolve("not mounted/a.mkv"));
        assertThat(verdict("l.mkv")).isEqualTo(PRESENT);
    }

    @Test
    void doubtsWhatIsGoneWithItsNeighbours() throws IOException {
        assertThat(verdict("empty/b.mkv")).isEqualTo(PERHAPS);
        assertThat(verdict("empty/x/y/b.mkv")).isEqualTo(PERHAPS);
    }

    @Test
    void tellsNothingOfARootThatIsEmptyOrGone() throws IOException {
        Absence absence = Absence.of(root);
        assertThat(absence.obstacle()).isEmpty();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(root, elsewhere);
        assertThat(absence.obstacle()).get().asString().contains("cannot be read");
        Files.createDirectory(root);
        assertThat(absence.obstacle()).get().asString().contains("another folder");
        assertThat(Absence.of(root).obstacle()).get().asString().contains("empty");
        Files.createFile(root.resolve(".not-mounted"));
        assertThat(Absence.of(root).obstacle()).get().asString().contains("empty");
    }

    @Test
    void sparesWhatIsNoPath() throws IOException {
        assertThat(Absence.of(root).verdict(root + "/\0.mkv")).isEqualTo(PRESENT);
    }
}
