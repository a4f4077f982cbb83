package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.launcher.serve.LaunchIndex.BundleEntry;
import vpo.launcher.serve.LaunchIndex.Embedded;
import vpo.launcher.serve.LaunchIndex.PluginEntry;

/** The bundle of these tests is a resource of the test class path, {@code /bundles/sample.jar}. */
class BundleCacheTest {
    private Embedded bundle;
    private BundleCache cache;
    private Path file;

    @BeforeEach
    void newCache(@TempDir Path folder) throws IOException {
        byte[] content = BundleCacheTest.class.getResourceAsStream("/bundles/sample.jar").readAllBytes();
        CRC32C crc = new CRC32C();
        crc.update(content);
        bundle = new Embedded("bundles", "sample.jar", content.length, crc.getValue());
        cache = new BundleCache(folder, index("thisbuild", bundle));
        file = folder.resolve("thisbuild/bundles/sample.jar");
    }

    private static LaunchIndex index(String build, Embedded bundle) {
        return new LaunchIndex(build, false, List.of(new BundleEntry(bundle, 1)), List.of(), Map.of());
    }

    @Test
    void writesWhatIsMissing() throws IOException {
        cache.fill();

        assertThat(cache.file(bundle)).isEqualTo(file).hasSize(bundle.size());
    }

    @Test
    void leavesWhatIsWhole() throws IOException {
        cache.fill();
        Object inode = Files.getAttribute(file, "unix:ino");

        cache.fill();

        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    }

    @Test
    void replacesWhatIsTruncated() throws IOException {
        cache.fill();
        Files.write(file, new byte[0]);

        cache.fill();

        assertThat(file).hasSize(bundle.size());
    }

    @Test
    void replacesWhatIsDamagedAtTheSameSize() throws IOException {
        cache.fill();
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(file, damaged);

        cache.fill();

        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void replacesAFolderInABundlesPlace() throws IOException {
        Files.createDirectories(file.resolve("full"));

        cache.fill();

        assertThat(file).isRegularFile().hasSize(bundle.size());
    }

    @Test
    void removesOtherBuilds(@TempDir Path folder) throws IOException {
        Path other = file.getParent().getParent().resolveSibling("otherbuild");
        Files.createDirectories(other);
        Files.writeString(other.resolve("old.jar"), "old");

        cache.fill();

        assertThat(other).doesNotExist();
    }

    @Test
    void emptiesTheFrameworksStorage(@TempDir Path folder) throws IOException {
        Path storage = FrameworkStorage.empty(folder);
        Files.createDirectories(storage.resolve("bundle1/data"));

        assertThat(FrameworkStorage.empty(folder)).isEqualTo(storage).isEmptyDirectory();
        FrameworkStorage.forgetOld(folder);
        assertThat(folder).isDirectoryContaining(storage::equals).isDirectoryNotContaining(it -> !it.equals(storage));
    }

    @Test
    void keepsSomeOfManyOldStoragesUntilThereIsTime(@TempDir Path folder) throws IOException {
        for (int start = 0; start <= FrameworkStorage.MOST_OLD + 1; start++) {
            Files.createDirectories(FrameworkStorage.empty(folder).resolve("bundle" + start));
        }

        assertThat(folder.toFile().list()).hasSize(FrameworkStorage.MOST_OLD + 1);
        FrameworkStorage.forgetOld(folder);
        assertThat(folder.toFile().list()).containsExactly("framework");
    }

    @Test
    void saysWhyItCannotBeWritten(@TempDir Path folder) throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("cache"), "");

        assertThatThrownBy(() -> FrameworkStorage.empty(inTheWay)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot empty the framework's storage: " + inTheWay)
                .hasMessageContaining("make " + inTheWay + " and what is in it writable for this user");
        assertThatThrownBy(new BundleCache(inTheWay, index("b", bundle))::prepare)
                .hasMessageStartingWith("cannot write the bundle cache: " + inTheWay)
                .hasMessageContaining("Not a directory; free space");
        // As of a folder that root has made: the message of the exception is a path alone.
        assertThat(DataDirectory.reason(new AccessDeniedException("/x/framework")))
                .isEqualTo("/x/framework (AccessDenied)");
    }

    @Test
    void writesPluginsToo(@TempDir Path folder) throws IOException {
        Embedded plugin = new Embedded("bundles", "sample.jar", bundle.size(), bundle.crc());
        BundleCache withPlugin = new BundleCache(folder, new LaunchIndex("b", false, List.of(),
                List.of(new PluginEntry(plugin, "00", true)), Map.of()));

        withPlugin.fill();

        assertThat(withPlugin.file(plugin)).hasSize(bundle.size());
    }

    @Test
    void saysWhichBundleTheJarLacks(@TempDir Path folder) {
        BundleCache lacking = new BundleCache(folder, index("b", new Embedded("bundles", "absent.jar", 1, 1)));

        assertThatThrownBy(lacking::fill).isInstanceOf(IOException.class).hasMessageContaining("/bundles/absent.jar");
    }
}
