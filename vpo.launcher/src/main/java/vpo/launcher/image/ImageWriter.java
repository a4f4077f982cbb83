package vpo.launcher.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import vpo.launcher.serve.LaunchIndex;

/**
 * Writes an image: what is in a {@code vpo.jar}, laid out for a fast start. No class is on the class path twice, so
 * that the jar of a class tells its bundle.
 */
final class ImageWriter {
    /**
     * The bridge of Felix's console to servlets of old. A bundle finds it nothing to bridge to, and so it is off; on one
     * class path it would find what Jetty's bundle has within.
     */
    private static final String BRIDGE = "org/apache/felix/webconsole/internal/legacy/";
    private static final String SERVICES = "META-INF/services/";

    private final Path vpoJar;
    private final LaunchIndex index;
    private final FileTime time;

    /**
     * @param vpoJar what it is made of
     * @param index of that
     * @param time of every file that the JVM's cache is held against; the same for the same build
     */
    ImageWriter(Path vpoJar, LaunchIndex index, Instant time) {
        this.vpoJar = vpoJar;
        this.index = index;
        this.time = FileTime.from(time);
    }

    /**
     * Writes everything but the JVM's cache.
     *
     * @param image where to; files that are there are replaced
     * @throws IOException if something cannot be written
     */
    void write(ImageFiles image) throws IOException {
        Files.createDirectories(image.plugins());
        Files.createDirectories(image.script().getParent());
        try (ZipFile from = new ZipFile(vpoJar.toFile())) {
            Set<String> inBundles = new HashSet<>();
            List<String> classPath = new ArrayList<>();
            for (LaunchIndex.BundleEntry bundle : index.bundles()) {
                Path jar = image.lib().resolve(bundle.jar().name());
                copy(from, bundle.jar(), jar);
                withoutBridge(jar);
                classPath.add(bundle.jar().name());
                inBundles.addAll(names(jar));
            }
            for (LaunchIndex.PluginEntry plugin : index.plugins()) {
                copy(from, plugin.jar(), image.plugins().resolve(plugin.jar().name()));
            }
            writeLauncher(from, image.launcher(), inBundles, classPath);
        }
        try (InputStream script = ImageWriter.class.getResourceAsStream("/image/vpo");
                InputStream options = ImageWriter.class.getResourceAsStream("/image/java.options")) {
            Files.write(image.script(), script.readAllBytes());
            Files.write(image.options(), options.readAllBytes());
        }
        Files.setPosixFilePermissions(image.script(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void copy(ZipFile from, LaunchIndex.Embedded jar, Path to) throws IOException {
        try (InputStream in = from.getInputStream(from.getEntry(jar.resource().substring(1)))) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(to, time);
    }

    private void withoutBridge(Path jar) throws IOException {
        Path without = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipFile from = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> kept = from.stream().filter(entry -> !entry.getName().startsWith(BRIDGE)).toList();
            if (kept.size() == from.size()) {
                return;
            }
            try (ZipOutputStream out = create(without)) {
                for (ZipEntry entry : kept) {
                    put(out, entry.getName());
                    from.getInputStream(entry).transferTo(out);
                }
            }
        }
        Files.move(without, jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, time);
    }

    private static Set<String> names(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    private void writeLauncher(ZipFile from, Path to, Set<String> inBundles, List<String> classPath)
            throws IOException {
        try (ZipOutputStream out = create(to)) {
            put(out, JarFile.MANIFEST_NAME);
            manifest(from, classPath).write(out);
            for (ZipEntry entry : from.stream().filter(each -> isLaunchers(each, inBundles)).toList()) {
                put(out, entry.getName());
                from.getInputStream(entry).transferTo(out);
                if (entry.getName().equals(LaunchIndex.RESOURCE)) {
                    out.write((LaunchIndex.IMAGE + "=true\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        Files.setLastModifiedTime(to, time);
    }

    private static boolean isLaunchers(ZipEntry entry, Set<String> inBundles) {
        String name = entry.getName();
        return !entry.isDirectory() && !name.equals(JarFile.MANIFEST_NAME)
                && !name.startsWith(LaunchIndex.BUNDLES + "/") && !name.startsWith(LaunchIndex.PLUGINS + "/")
                && (name.startsWith(SERVICES) || !inBundles.contains(name));
    }

    private static ZipOutputStream create(Path jar) throws IOException {
        return new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)));
    }

    private void put(ZipOutputStream out, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // As UTC has it: any other way, it would be written as the clocks of this place have it.
        entry.setTimeLocal(LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC));
        out.putNextEntry(entry);
    }

    private static Manifest manifest(ZipFile from, List<String> classPath) throws IOException {
        try (InputStream in = from.getInputStream(from.getEntry(JarFile.MANIFEST_NAME))) {
            Manifest manifest = new Manifest(in);
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
            return manifest;
        }
    }
}
