package vpo.launcher.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.launcher.serve.LaunchIndex;

class ImageWriterTest {
    private static final Instant TIME = Instant.parse("2026-11-23T00:00:00Z");
    private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";
    private static final LaunchIndex INDEX = new LaunchIndex("1", false,
            List.of(new LaunchIndex.BundleEntry(embedded("bundles", "console.jar"), 1),
                    new LaunchIndex.BundleEntry(embedded("bundles", "vpo.api-1.jar"), 1)),
            List.of(new LaunchIndex.PluginEntry(embedded("plugins", "scan.jar"), "ab", true)), Map.of());

    @TempDir
    private Path folder;
    private Path vpoJar;

    @BeforeEach
    void build() throws IOException {
        byte[] console = jar("console.jar",
                Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "c/Console.class", bytes("c"), "c/page.html", bytes("p"),
                        "META-INF/NOTICE", bytes("console's"), "META-INF/services/s", bytes("c.Console"),
                        "module-info.class",
                        bytes("o"), "org/apache/felix/webconsole/internal/legacy/Bridge.class", bytes("b")));
        byte[] api = jar("vpo.api-1.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "a/Both.class", bytes("a"),
                "META-INF/NOTICE", bytes("api's")));
        jar("vpo.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "launch.properties", bytes("build=1\n"),
                "l/Main.class", bytes("m"), "a/Both.class", bytes("a"), "META-INF/services/s", bytes("l.Main"),
                "bundles/console.jar", console, "bundles/vpo.api-1.jar", api, "plugins/scan.jar", api));
        vpoJar = folder.resolve("vpo.jar");
    }

    @Test
    void allThatIsForTheClassPathIsInOneJarOnceAndTheBridgeNotAtAll() throws IOException {
        Path jar = write("image").resolve("lib/vpo.jar");

        assertThat(contentsOf(jar)).isEqualTo(Map.of(JarFile.MANIFEST_NAME, MANIFEST, "launch.properties",
                "build=1\nimage=true\n", "l/Main.class", "m", "c/Console.class", "c", "c/page.html", "p",
                "a/Both.class",
                "a", "META-INF/NOTICE", "console's", "META-INF/services/s", "c.Console\nl.Main\n"));
        assertThat(names(jar)).doesNotHaveDuplicates().first().isEqualTo(JarFile.MANIFEST_NAME);
    }

    @Test
    void bundlesHaveTheirClassesByNameAndTheApiWhole() throws IOException {
        Path lib = write("image").resolve("lib");

        assertThat(contentsOf(lib.resolve("console.jar"))).isEqualTo(Map.of(JarFile.MANIFEST_NAME, MANIFEST,
                "c/Console.class", "", "c/page.html", "p", "META-INF/NOTICE", "console's", "META-INF/services/s",
                "c.Console",
                "module-info.class", ""));
        assertThat(lib.resolve("vpo.api-1.jar")).hasSameBinaryContentAs(folder.resolve("vpo.api-1.jar"));
    }

    @Test
    void whatTwoBundlesHaveMustBeTheSame() throws IOException {
        byte[] console = jar("console.jar", Map.of("g/Gson.class", bytes("1")));
        byte[] api = jar("vpo.api-1.jar", Map.of("g/Gson.class", bytes("2")));
        jar("vpo.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "bundles/console.jar", console,
                "bundles/vpo.api-1.jar", api));

        assertThatThrownBy(() -> write("image")).isInstanceOf(IOException.class)
                .hasMessageContaining("vpo.api-1.jar has another g/Gson.class");
    }

    @Test
    void classesForSomeVersionsOfJavaAreRefused() throws IOException {
        byte[] console = jar("console.jar", Map.of("META-INF/versions/21/c/Console.class", bytes("c")));
        jar("vpo.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "bundles/console.jar", console));

        assertThatThrownBy(() -> write("image")).isInstanceOf(IOException.class)
                .hasMessageContaining("console.jar has META-INF/versions/21/c/Console.class");
    }

    @Test
    void ofOneJarComeTheSameBytesWithTheSameTimesWhereverItIsMade() throws IOException {
        TimeZone here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
            Map<String, String> utc = contents(write("one"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));

            assertThat(contents(write("other"))).isEqualTo(utc).containsKeys("bin/vpo", "lib/java.options",
                    "lib/command.options", "lib/plugins/scan.jar");
        } finally {
            TimeZone.setDefault(here);
        }
        try (Stream<Path> jars = Files.walk(folder.resolve("one"))) {
            assertThat(jars.filter(file -> file.toString().endsWith(".jar"))).hasSize(4)
                    .allSatisfy(jar -> assertThat(Files.getLastModifiedTime(jar)).isEqualTo(FileTime.from(TIME)));
        }
    }

    private Path write(String name) throws IOException {
        Path image = folder.resolve(name);
        new ImageWriter(vpoJar, INDEX, TIME).write(new ImageFiles(image));
        return image;
    }

    /** As a build writes it: with times that no zone changes. */
    private byte[] jar(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : new TreeMap<>(entries).entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setLastModifiedTime(FileTime.from(TIME));
                out.putNextEntry(entry);
                out.write(each.getValue());
            }
        }
        return Files.readAllBytes(file);
    }

    private static LaunchIndex.Embedded embedded(String folder, String name) {
        return new LaunchIndex.Embedded(folder, name, 0, 0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Map<String, String> contentsOf(Path jar) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                try (InputStream in = zip.getInputStream(entry)) {
                    contents.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
                }
            }
        }
        return contents;
    }

    private static List<String> names(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    /** Path to content. */
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
