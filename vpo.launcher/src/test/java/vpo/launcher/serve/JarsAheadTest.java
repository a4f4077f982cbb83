package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsAheadTest {
    @TempDir
    Path folder;
    private final JarsAhead jars = new JarsAhead();

    private Path jar(String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        Path file = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream _ = new JarOutputStream(out, manifest)) {
            return file;
        }
    }

    @Test
    void givesEachJarOpenWithItsHeaders() throws Exception {
        List<Path> files = List.of(jar("one"), jar("two"), jar("three"));
        jars.begin(files);

        // The last one first: it is there, or opened by whoever asks.
        for (Path file : files.reversed()) {
            OpenJar jar = jars.take(file);
            try (var zip = jar.zip()) {
                assertThat(zip.getEntry("META-INF/MANIFEST.MF")).isNotNull();
            }
            // As the framework's own: in any case.
            assertThat(jar.headers().get("bundle-symbolicname") + ".jar").isEqualTo(file.getFileName().toString());
        }
        OpenJar notAhead = jars.take(jar("four"));
        assertThat(notAhead.headers()).containsEntry("Bundle-SymbolicName", "four");
        notAhead.zip().close();
    }

    @Test
    void opensThemBeforeAnybodyAsks() throws Exception {
        Path file = jar("one");
        jars.begin(List.of(file)).join();
        Files.delete(file);

        try (var zip = jars.take(file).zip()) {
            assertThat(zip.getEntry("META-INF/MANIFEST.MF")).isNotNull();
        }
    }

    @Test
    void whatWasTakenAndClosedIsOpenedAgain() throws Exception {
        Path file = jar("one");
        jars.begin(List.of(file));
        OpenJar first = jars.take(file);
        first.zip().close();

        try (var zip = jars.take(file).zip()) {
            assertThat(zip.getEntry("META-INF/MANIFEST.MF")).isNotNull();
        }
    }

    @Test
    void whoTakesAJarIsToldWhatIsWrongWithIt() throws Exception {
        Path none = folder.resolve("none.jar");
        Path bare = folder.resolve("bare.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bare))) {
            out.putNextEntry(new ZipEntry("a.txt"));
        }
        jars.begin(List.of(none, bare));

        assertThatThrownBy(() -> jars.take(none)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> jars.take(bare)).isInstanceOf(IOException.class).hasMessageContaining("bare.jar")
                .hasMessageContaining("no manifest");
    }
}
