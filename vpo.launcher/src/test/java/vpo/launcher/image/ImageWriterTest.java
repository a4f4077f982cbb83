package vpo.launcher.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
                    new LaunchIndex.BundleEntry(embedded("bundles", "api.jar"), 1)),
            List.of(new LaunchIndex.PluginEntry(embedded("plugins", "scan.jar"), "ab", true)), Map.of());

    @TempDir
    private Path folder;
    private Path vpoJar;

    @BeforeEach
    void build() throws IOException {
        byte[] console = jar("console.jar",
                Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "c/Console.class", bytes("c"),
                        "org/apache/felix/webconsole/internal/legacy/Bridge.class", bytes("b")));
        byte[] api = jar("api.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "a/Both.class", bytes("a")));
        jar("vpo.jar", Map.of(JarFile.MANIFEST_NAME, bytes(MANIFEST), "launch.properties", bytes("build=1\n"),
                "l/Main.class", bytes("m"), "a/Both.class", bytes("a"), "META-INF/services/s", bytes("l.Main"),
                "bundles/console.jar", console, "bundles/api.jar", api, "plugins/scan.jar", api));
        vpoJar = folder.resolve("vpo.jar");
    }

    @Test
    void noClassIsOnTheClassPathTwiceAndTheBridgeNotAtAll() throws IOException {
        Path lib = write("image").resolve("lib");

        assertThat(names(lib.resolve("vpo.jar"))).containsExactlyInAnyOrder(JarFile.MANIFEST_NAME, "launch.properties",
                "l/Main.class", "META-INF/services/s");
        assertThat(names(lib.resolve("api.jar"))).contains("a/Both.class");
        assertThat(names(lib.resolve("console.jar"))).contains("c/Console.class")
                .noneMatch(name -> name.contains("legacy"));
        try (JarFile jar = new JarFile(lib.resolve("vpo.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Class-Path")).isEqualTo("console.jar api.jar");
        }
    }

    @Test
    void ofOneJarComeTheSameBytesWithTheSameTimesWhereverItIsMade() throws IOException {
        TimeZone here = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
            Map<String, String> utc = contents(write("one"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));

            assertThat(contents(write("other"))).isEqualTo(utc).containsKeys("bin/vpo", "lib/java.options",
                    "lib/plugins/scan.jar");
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
