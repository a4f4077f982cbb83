package vpo.plugin.scan.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    @TempDir
    private Path folder;
    private final Discovery discovery = new Discovery(Set.of("mkv", "mp4"));

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, name);
    }

    private List<String> found(Path root) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        discovery.below(root, each -> each.files().keySet()
                .forEach(name -> found.add(root.relativize(each.path().resolve(name)).toString())));
        return found;
    }

    @Test
    void findsVideosByTheirExtension() throws Exception {
        file("a.mkv");
        file("B.MKV");
        file("tv/show 1/it's \"x\"\n.mP4");
        file("tv/ünï/日本.mkv");
        file("tv/.hidden.mkv");
        file("a.txt");
        file("mkv");
        file(".mkv");
        file("a.mkv.part");
        assertThat(found(folder)).containsExactlyInAnyOrder("a.mkv", "B.MKV", "tv/show 1/it's \"x\"\n.mP4",
                "tv/ünï/日本.mkv", "tv/.hidden.mkv");
    }

    @Test
    void leavesOutHiddenFoldersButNotAHiddenRoot() throws Exception {
        file(".root/a.mkv");
        file(".root/.trash/b.mkv");
        assertThat(found(folder)).isEmpty();
        assertThat(found(folder.resolve(".root"))).containsExactly("a.mkv");
    }

    @Test
    void followsNoLinksButTheRoot() throws Exception {
        file("real/a.mkv");
        Files.createSymbolicLink(folder.resolve("link.mkv"), folder.resolve("real/a.mkv"));
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/loop"), folder);
        assertThat(found(folder)).containsExactly("real/a.mkv");
        assertThat(found(folder.resolve("linked"))).containsExactly("a.mkv");
    }

    @Test
    void tellsSizeAndTime() throws Exception {
        Path file = file("a.mkv");
        List<FoundFolder> folders = new ArrayList<>();
        discovery.below(folder, folders::add);
        assertThat(folders).containsExactly(new FoundFolder(folder,
                Map.of("a.mkv", new FileStamp(5, Files.getLastModifiedTime(file).toInstant()))));
    }

    @Test
    void tellsEachFolderAlsoWithoutAVideo() throws Exception {
        file("tv/show/a.mkv");
        Files.createDirectory(folder.resolve("empty"));
        List<Path> folders = new ArrayList<>();
        discovery.below(folder, each -> folders.add(folder.relativize(each.path())));
        assertThat(folders).containsExactlyInAnyOrder(Path.of(""), Path.of("tv"), Path.of("tv/show"), Path.of("empty"));
    }

    @Test
    void tellsNamesThatAreNoText() throws Exception {
        Path file = file("a.mkv");
        // The byte FF is in no UTF-8; Java itself cannot make such a name.
        new ProcessBuilder("sh", "-c", "mv \"$0\" \"$(printf '%s/\\377.mkv' \"$1\")\"", file.toString(),
                folder.toString()).start().waitFor();
        assertThat(found(folder)).isEmpty();
        assertThat(discovery.below(folder, each -> {})).hasSize(1);
    }

    @Test
    void tellsNoFolderWhoseNameIsNoText() throws Exception {
        Path file = file("a.mkv");
        new ProcessBuilder("sh", "-c", "d=$(printf '%s/\\377' \"$1\") && mkdir \"$d\" && mv \"$0\" \"$d\"",
                file.toString(),
                folder.toString()).start().waitFor();
        // Both look alike as text.
        file("\uFFFD/b.mkv");
        List<FoundFolder> folders = new ArrayList<>();
        assertThat(discovery.below(folder, folders::add)).hasSize(1);
        assertThat(folders).hasSize(2);
        assertThat(found(folder)).containsExactly("\uFFFD/b.mkv");
    }

    @Test
    void failsOnARootThatIsNone() throws IOException {
        Path file = file("a.mkv");
        assertThatThrownBy(() -> found(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> found(file)).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void endsWhenItIsInterrupted() throws IOException {
        file("a/b.mkv");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> found(folder)).isInstanceOf(InterruptedException.class);
    }
}
