package vpo.launcher.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import vpo.launcher.serve.ImageBundles;
import vpo.launcher.serve.LaunchIndex;
import vpo.launcher.serve.ShippedPlugins;

/**
 * Writes an image: what is in a {@code vpo.jar}, laid out for a fast start. All that Java's class loader is to find is in
 * one jar, for each jar on the class path costs a millisecond before the program begins; the bundles' own jars beside it
 * are for the framework, and have their code by name alone.
 */
final class ImageWriter {
    /**
     * The bridge of Felix's console to servlets of old. A bundle finds it nothing to bridge to, and so it is off; on one
     * class path it would find what Jetty's bundle has within.
     */
    private static final String BRIDGE = "org/apache/felix/webconsole/internal/legacy/";
    private static final String SERVICES = "META-INF/services/";
    private static final String VERSIONS = "META-INF/versions/";
    private static final String MODULE = "module-info.class";

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
        try (ZipFile from = new ZipFile(vpoJar.toFile()); ZipOutputStream out = create(image.launcher())) {
            put(out, JarFile.MANIFEST_NAME);
            try (InputStream manifest = open(from, JarFile.MANIFEST_NAME)) {
                manifest.transferTo(out);
            }
            Map<String, Long> written = new HashMap<>();
            Map<String, ByteArrayOutputStream> services = new LinkedHashMap<>();
            for (LaunchIndex.BundleEntry bundle : index.bundles()) {
                Path jar = image.lib().resolve(bundle.jar().name());
                copy(from, bundle.jar(), jar);
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    merge(zip, entry -> true, out, written, services);
                }
                if (!ShippedPlugins.isApi(bundle.jar())) {
                    withoutCode(jar);
                }
            }
            for (LaunchIndex.PluginEntry plugin : index.plugins()) {
                copy(from, plugin.jar(), image.plugins().resolve(plugin.jar().name()));
            }
            merge(from, ImageWriter::isLaunchers, out, written, services);
            for (Map.Entry<String, ByteArrayOutputStream> each : services.entrySet()) {
                put(out, each.getKey());
                each.getValue().writeTo(out);
            }
        }
        Files.setLastModifiedTime(image.launcher(), time);
        writeFile(image.script());
        writeFile(image.options());
        writeFile(image.commandOptions());
        Files.setPosixFilePermissions(image.script(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** From the resource of this name. */
    private static void writeFile(Path file) throws IOException {
        try (InputStream in = ImageWriter.class.getResourceAsStream("/image/" + file.getFileName())) {
            Files.write(file, in.readAllBytes());
        }
    }

    private void copy(ZipFile from, LaunchIndex.Embedded jar, Path to) throws IOException {
        try (InputStream in = open(from, jar.resource().substring(1))) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(to, time);
    }

    /** What is in several jars is taken from the first one, as on a class path; what names services is put together. */
    private void merge(ZipFile from, Predicate<ZipEntry> wanted, ZipOutputStream out, Map<String, Long> written,
            Map<String, ByteArrayOutputStream> services) throws IOException {
        for (ZipEntry entry : from.stream().filter(wanted).filter(ImageWriter::isForClassPath).toList()) {
            String name = entry.getName();
            if (name.startsWith(VERSIONS)) {
                throw new IOException(from.getName() + " has " + name
                        + ": an image cannot have classes that are for some versions of Java");
            }
            if (name.startsWith(SERVICES)) {
                ByteArrayOutputStream all = services.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                transfer(from, entry, all);
                all.write('\n');
            } else if (isNew(entry, from, written)) {
                put(out, name);
                transfer(from, entry, out);
                if (name.equals(LaunchIndex.RESOURCE)) {
                    out.write((LaunchIndex.IMAGE + "=true\n").getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    /** Two of one name must be the same, for Java's class loader shows one to all; but texts about a jar are nobody's. */
    private static boolean isNew(ZipEntry entry, ZipFile from, Map<String, Long> written) throws IOException {
        Long before = written.putIfAbsent(entry.getName(), entry.getCrc());
        if (before != null && before != entry.getCrc() && !entry.getName().startsWith("META-INF/")
                && !entry.getName().startsWith("OSGI-INF/")) {
            throw new IOException(from.getName() + " has another " + entry.getName()
                    + " than what came before it: an image has one for all");
        }
        return before == null;
    }

    private static boolean isForClassPath(ZipEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory() && !name.equals(JarFile.MANIFEST_NAME) && !name.startsWith(BRIDGE)
                && !name.equals(MODULE) && !name.endsWith("/" + MODULE);
    }

    private static boolean isLaunchers(ZipEntry entry) {
        return !entry.getName().startsWith(LaunchIndex.BUNDLES + "/")
                && !entry.getName().startsWith(LaunchIndex.PLUGINS + "/");
    }

    /** A class that is there by name is the bundle's own: so the framework, and whoever asks it, come to know. */
    private void withoutCode(Path jar) throws IOException {
        Path without = jar.resolveSibling(jar.getFileName() + ".part");
        try (ZipFile from = new ZipFile(jar.toFile()); ZipOutputStream out = create(without)) {
            for (ZipEntry entry : from.stream().filter(each -> !each.getName().startsWith(BRIDGE)).toList()) {
                put(out, entry.getName());
                if (!ImageBundles.isCode(entry.getName())) {
                    transfer(from, entry, out);
                }
            }
        }
        Files.move(without, jar, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, time);
    }

    private static void transfer(ZipFile from, ZipEntry entry, OutputStream to) throws IOException {
        try (InputStream in = from.getInputStream(entry)) {
            in.transferTo(to);
        }
    }

    private static InputStream open(ZipFile from, String name) throws IOException {
        return from.getInputStream(from.getEntry(name));
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
}
