package vpo.itest.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The program as users get it, and copies of it with other bundles; laid out as an image, which starts in half of
 * the time, unless {@code -Dvpo.layout=jar} says otherwise. The copies that lack something are always jars.
 */
final class VpoJar {
    private static final boolean IMAGES = System.getProperty("vpo.layout").equals("image");
    private static final Path EXPORTED = Path.of(System.getProperty("vpo.jar"));
    private static final Path TEST_BUNDLE = Path.of(System.getProperty("vpo.itest.bundle"));

    /** Made once for all tests, and never changed afterwards. */
    private static final Path VARIANTS = Path.of(System.getProperty("vpo.itest.folder"), "jars");
    private static final Set<Path> MADE = new HashSet<>();

    private VpoJar() {}

    /** As users get it. */
    static Path exported() {
        return laidOut(EXPORTED);
    }

    /** All in one jar, whatever the layout of the others. */
    static Path jar() {
        return EXPORTED;
    }

    /** With the bundle of these tests, whose servlets do slow work. */
    static Path withTestBundle() throws IOException {
        return laidOut(jarWithTestBundle());
    }

    private static Path jarWithTestBundle() throws IOException {
        return variant("vpo-itest.jar", (index, bundles) -> {
            byte[] content = Files.readAllBytes(TEST_BUNDLE);
            CRC32C crc = new CRC32C();
            crc.update(content);
            Files.write(bundles.resolve("vpo.itest.jar"), content);
            index.put("bundle.vpo.itest.jar", "15 " + content.length + " " + Long.toHexString(crc.getValue()));
            index.merge("build", "-itest", String::concat);
        });
    }

    /** Without the bundles whose file names start like this. */
    static Path without(String prefix) throws IOException {
        return variant("vpo-without-" + prefix + ".jar", (index, bundles) -> {
            if (!index.keySet().removeIf(key -> key.startsWith("bundle." + prefix))) {
                throw new IllegalArgumentException("no bundle " + prefix);
            }
            index.merge("build", "-without-" + prefix, String::concat);
        });
    }

    /** The jar to start of a jar's image, which is made once and with the options of these tests' processes. */
    private static synchronized Path laidOut(Path jar) {
        if (!IMAGES) {
            return jar;
        }
        Path image = VARIANTS.resolveSibling("images")
                .resolve(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
        if (MADE.add(image)) {
            make(jar, image);
        }
        return image.resolve("lib/vpo.jar");
    }

    private static void make(Path jar, Path image) {
        try {
            Process maker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "image", image.toString()).inheritIO().start();
            if (maker.waitFor() != 0) {
                throw new IllegalStateException("no image of " + jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isImage(Path jar) {
        return Files.exists(jar.resolveSibling("vpo.aot"));
    }

    /**
     * What the JVM needs beside {@code -jar}: an image's own options and cache, or those that suit a short life, which
     * needs half of the CPU time with them.
     *
     * @param command the first argument after it
     */
    static List<String> javaOptions(Path jar, String command) {
        if (!isImage(jar)) {
            return List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        }
        List<String> options = new ArrayList<>(List.of("@" + jar.resolveSibling("java.options"),
                "-XX:AOTCache=" + jar.resolveSibling("vpo.aot"), "-Xlog:aot=off,cds=off"));
        if (!command.equals("serve")) {
            options.add("@" + jar.resolveSibling("command.options"));
        }
        return options;
    }

    private interface Edit {
        void apply(Map<String, String> index, Path bundles) throws IOException;
    }

    private static synchronized Path variant(String name, Edit edit) throws IOException {
        Path jar = VARIANTS.resolve(name);
        if (MADE.add(jar)) {
            Files.createDirectories(VARIANTS);
            edit(jar, edit);
        }
        return jar;
    }

    private static void edit(Path jar, Edit edit) throws IOException {
        Files.copy(EXPORTED, jar, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Path indexFile = zip.getPath("launch.properties");
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(indexFile)) {
                properties.load(in);
            }
            Map<String, String> index = new TreeMap<>();
            properties.stringPropertyNames().forEach(name -> index.put(name, properties.getProperty(name)));
            edit.apply(index, zip.getPath("bundles"));
            properties.clear();
            properties.putAll(index);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            properties.store(out, null);
            Files.writeString(indexFile, out.toString(StandardCharsets.ISO_8859_1));
        }
    }
}
