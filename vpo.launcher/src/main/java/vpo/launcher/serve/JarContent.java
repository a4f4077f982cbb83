package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.osgi.framework.Bundle;
import org.osgi.framework.connect.ConnectContent;

/**
 * The content of a bundle's jar, as the framework reads it. Of the classes it has the names: they themselves are on the
 * class path.
 */
final class JarContent implements ConnectContent {
    private final Path file;
    private final BundleView view;
    private volatile ZipFile zip;

    /**
     * @param file the jar
     * @param bundle that it is, once it is installed
     */
    JarContent(Path file, Supplier<Bundle> bundle) {
        this.file = file;
        this.view = new BundleView(this, bundle);
    }

    Path file() {
        return file;
    }

    /** Whether the jar has it and is open. */
    boolean has(String name) {
        ZipFile open = zip;
        try {
            return open != null && open.getEntry(name) != null;
        } catch (IllegalStateException _) {
            // It has been closed.
            return false;
        }
    }

    @Override
    public void open() throws IOException {
        zip = new ZipFile(file.toFile());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        // The framework reads the manifest.
        return Optional.empty();
    }

    @Override
    public Iterable<String> getEntries() {
        return () -> zip.stream().map(ZipEntry::getName).iterator();
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        return Optional.ofNullable(zip.getEntry(path)).map(Entry::new);
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
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return zip.getInputStream(entry);
        }
    }
}
