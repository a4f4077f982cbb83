package vpo.config.internal.metatype;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * What the jar of a plugin says of its settings. Nothing of it is run, and no more of it is read than that takes.
 *
 * @param plugin its name
 * @param version of the bundle
 * @param tables what it says
 */
public record JarMetatype(String plugin, BundleVersion version, TableSchemas tables) {
    /** Where the Metatype specification puts the documents. */
    public static final String FOLDER = "OSGI-INF/metatype";

    private static final String DOCUMENTS = "*.xml";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_DOCUMENTS = 200;

    /**
     * Reads a jar.
     *
     * @return empty if it is no plugin
     * @throws IOException if it cannot be read; the message says why
     */
    public static Optional<JarMetatype> read(Path jar) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path manifest = zip.getPath("META-INF/MANIFEST.MF");
            if (!Files.isRegularFile(manifest)) {
                return Optional.empty();
            }
            Attributes headers;
            try (InputStream in = Files.newInputStream(manifest)) {
                headers = new Manifest(new BoundedInput(in, MOST_BYTES)).getMainAttributes();
            }
            Optional<String> plugin = PluginHeader.name(headers.getValue("Provide-Capability"));
            if (plugin.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new JarMetatype(plugin.get(), BundleVersion.of(headers.getValue("Bundle-Version")),
                    TableSchemas.of(plugin.get(), documents(zip.getPath(FOLDER)))));
        } catch (ProviderNotFoundException e) {
            throw new IOException("it is no jar", e);
        } catch (RuntimeException e) {
            // What the file system of a jar throws of one that is damaged is not only what it says.
            throw new IOException("it is damaged: " + e, e);
        }
    }

    private static List<byte[]> documents(Path folder) throws IOException {
        List<byte[]> documents = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, DOCUMENTS)) {
                for (Path file : files) {
                    documents.add(document(Files.newInputStream(file), documents.size()));
                }
            }
        }
        return documents;
    }

    /**
     * The bytes of one of several documents, and no more than anybody writes.
     *
     * @param in is closed
     * @param before how many there were before it
     */
    public static byte[] document(InputStream in, int before) throws IOException {
        try (in) {
            if (before >= MOST_DOCUMENTS) {
                throw new MetatypeException("has more than " + MOST_DOCUMENTS + " documents");
            }
            return new BoundedInput(in, MOST_BYTES).readAllBytes();
        }
    }
}
