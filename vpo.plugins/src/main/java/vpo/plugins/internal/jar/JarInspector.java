package vpo.plugins.internal.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads a jar to its last byte, within limits, before the framework gets to see it: is it whole, is it harmless to
 * unpack, and is it a bundle?
 */
public final class JarInspector {
    private static final int BUFFER = 1 << 16;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final int MOST_MANIFEST_BYTES = 1 << 20;

    private final JarLimits limits;

    /** With the limits that are in force. */
    public JarInspector() {
        this(JarLimits.DEFAULT);
    }

    JarInspector(JarLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a jar.
     *
     * @throws NotWholeException if it is no jar, or only a part of one
     * @throws RefusedException if it is whole and cannot be taken
     * @throws IOException if the file cannot be read at all
     */
    public PluginJar inspect(Path file) throws IOException, NotWholeException, RefusedException {
        refuseTooLarge(file);
        try (InputStream readable = Files.newInputStream(file)) {
            readable.read();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            readAll(zip);
            return BundleManifest.read(manifest(zip));
        } catch (IOException e) {
            throw new NotWholeException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Looks at a file's size only: before it is read, which may take hours.
     *
     * @throws RefusedException if it is above the limit
     * @throws IOException if the file cannot be looked at
     */
    public void refuseTooLarge(Path file) throws IOException, RefusedException {
        if (Files.size(file) > limits.bytes()) {
            throw new RefusedException("is larger than " + (limits.bytes() >> 20) + " MiB");
        }
    }

    private void readAll(ZipFile zip) throws IOException, RefusedException {
        if (zip.size() > limits.entries()) {
            throw new RefusedException("has " + zip.size() + " entries, more than " + limits.entries());
        }
        Set<String> names = new HashSet<>();
        byte[] buffer = new byte[BUFFER];
        long budget = limits.unpackedBytes();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
            ZipEntry entry = entries.nextElement();
            checkName(entry.getName());
            if (!names.add(entry.getName())) {
                throw new RefusedException("has the entry " + entry.getName() + " twice");
            }
            budget -= read(zip, entry, budget, buffer);
        }
    }

    private static void checkName(String name) throws RefusedException {
        boolean climbs = ("/" + name + "/").contains("/../");
        if (climbs || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0
                || DRIVE.matcher(name).matches()) {
            throw new RefusedException("has an entry that points out of it: " + name.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /** Believes nothing that the entry says of its size: counts what comes out. */
    private long read(ZipFile zip, ZipEntry entry, long budget, byte[] buffer) throws IOException, RefusedException {
        long most = Math.max(JarLimits.SMALL, entry.getCompressedSize() * limits.ratio());
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                size += n;
                if (size > most) {
                    throw new RefusedException("has an entry that unpacks to more than " + limits.ratio()
                            + " times its packed size, as a zip bomb does: " + entry.getName());
                }
                if (size > budget) {
                    throw new RefusedException(
                            "unpacks to more than " + (limits.unpackedBytes() >> 20) + " MiB");
                }
            }
        }
        if (size != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw new IOException("the entry " + entry.getName() + " is damaged");
        }
        return size;
    }

    private static Manifest manifest(ZipFile zip) throws IOException, RefusedException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return new Manifest();
        }
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
            content = in.readNBytes(MOST_MANIFEST_BYTES + 1);
        }
        if (content.length > MOST_MANIFEST_BYTES) {
            throw new RefusedException("has a manifest of more than 1 MiB");
        }
        try {
            return new Manifest(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new RefusedException("has a manifest that is none: " + e.getMessage());
        }
    }
}
