package vpo.launcher.serve;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;

import org.osgi.framework.Bundle;
import org.osgi.framework.connect.ConnectContent;

/**
 * The content of a bundle's jar, as the framework reads it. Of its code the jar has the names: the bytes, for whoever
 * asks, are on the class path.
 */
final class JarContent implements ConnectContent {
    private final Path file;
    private final JarsAhead jars;
    private final BundleView view;
    private volatile OpenJar jar;

    /**
     * @param file the jar
     * @param jars opens it
     * @param bundle that it is, once it is installed
     */
    JarContent(Path file, JarsAhead jars, Supplier<Bundle> bundle) {
        this.file = file;
        this.jars = jars;
        this.view = new BundleView(this, bundle);
    }

    Path file() {
        return file;
    }

    /** Whether the jar has it and is open. */
    boolean has(String name) {
        OpenJar open = jar;
        try {
            return open != null && open.zip().getEntry(name) != null;
        } catch (IllegalStateException _) {
            // It has been closed.
            return false;
        }
    }

    @Override
    public void open() throws IOException {
        jar = jars.take(file);
    }

    @Override
    public void close() throws IOException {
        jar.zip().close();
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        return Optional.of(jar.headers());
    }

    @Override
    public Iterable<String> getEntries() {
        return () -> jar.zip().stream().map(ZipEntry::getName).iterator();
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        return Optional.ofNullable(jar.zip().getEntry(path)).map(Entry::new);
    }

    /** Where on the class path it is. */
    static Optional<URL> code(String name) {
        return Optional.ofNullable(JarContent.class.getClassLoader().getResource(name));
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(view);
    }

    private final class Entry implements ConnectEntry {
        private final ZipEntry entry;

        private Entry(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            try {
                return ImageBundles.isCode(getName()) ? openCode().getContentLengthLong() : entry.getSize();
            } catch (IOException _) {
                // As the interface has it: not known.
                return -1;
            }
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return ImageBundles.isCode(getName()) ? openCode().getInputStream() : jar.zip().getInputStream(entry);
        }

        private URLConnection openCode() throws IOException {
            return code(getName()).orElseThrow(() -> new FileNotFoundException(getName() + " of " + file))
                    .openConnection();
        }
    }
}
