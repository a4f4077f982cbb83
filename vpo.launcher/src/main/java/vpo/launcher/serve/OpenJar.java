package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A bundle's jar, open.
 *
 * @param zip the jar
 * @param headers its manifest's main attributes, by names of which the case does not count
 */
record OpenJar(ZipFile zip, Map<String, String> headers) {

    /**
     * Opens a jar.
     *
     * @throws IOException if it is not there, or no jar with a manifest
     */
    static OpenJar of(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            return new OpenJar(zip, headers(zip, file));
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    private static Map<String, String> headers(ZipFile zip, Path file) throws IOException {
        ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            throw new IOException(file + " has no manifest");
        }
        try (InputStream in = zip.getInputStream(manifest)) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            new Manifest(in).getMainAttributes()
                    .forEach((name, value) -> headers.put(name.toString(), value.toString()));
            return headers;
        }
    }
}
