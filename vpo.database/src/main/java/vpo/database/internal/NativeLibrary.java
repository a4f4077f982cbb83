package vpo.database.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library from a fixed place. The driver's own way is to unpack it into the temporary folder at
 * every start, which is slow, leaves files behind and fails where that folder is {@code noexec}.
 */
final class NativeLibrary {
    /** The driver's properties for a library that is already there. If the operator set them, they count. */
    private static final String PATH_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";

    private static volatile boolean loaded;

    private final Path folder;

    /** @param folder where the library is kept from one start to the next; created when missing */
    NativeLibrary(Path folder) {
        this.folder = folder;
    }

    /**
     * Refuses to go on before the library is loaded: the driver would load one in its own way, and two of them in one
     * JVM crash it.
     */
    static void requireLoaded() {
        if (!loaded) {
            throw new IllegalStateException("SQLite is used before its native library is loaded");
        }
    }

    /**
     * Puts the library in its place unless it is there, and loads it. Once that went well, later calls do nothing.
     *
     * @throws DatabaseException if there is no library for this machine, or it cannot be written or loaded
     */
    void load() throws DatabaseException {
        synchronized (NativeLibrary.class) {
            if (loaded) {
                return;
            }
            String operatorsPath = System.getProperty(PATH_PROPERTY);
            if (operatorsPath != null) {
                String name = System.getProperty(NAME_PROPERTY, System.mapLibraryName("sqlitejdbc"));
                load(Path.of(operatorsPath, name).toAbsolutePath());
                return;
            }
            Path library = install();
            System.setProperty(PATH_PROPERTY, library.getParent().toString());
            System.setProperty(NAME_PROPERTY, library.getFileName().toString());
            try {
                load(library);
            } finally {
                // The driver has read them. What stays would look like an operator's wish to the next framework
                // in this JVM.
                System.clearProperty(PATH_PROPERTY);
                System.clearProperty(NAME_PROPERTY);
            }
        }
    }

    /** Writes the library unless it is there and whole. */
    Path install() throws DatabaseException {
        URL library = bundled();
        Path target = folder.toAbsolutePath()
                .resolve("libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + "-" + architecture() + ".so");
        try {
            if (!Files.isRegularFile(target) || !isSame(Files.readAllBytes(target), library)) {
                write(read(library), target);
            }
            return target;
        } catch (IOException e) {
            throw new DatabaseException("SQLite's native library cannot be written to " + target + ": " + e
                    + "; let the daemon's user write to that folder, or set the system property " + PATH_PROPERTY
                    + " to a folder that holds the library", e);
        }
    }

    private void write(byte[] library, Path target) throws IOException {
        Files.createDirectories(folder);
        // In the same folder, so that the move is one step and a crash never leaves half a library in its place. The
        // name is always the same, so that what a crash leaves here is used up by the next start.
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        Files.write(temporary, library);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void load(Path library) throws DatabaseException {
        try {
            // Before the driver does: it would hide why this failed and go on with the temporary folder. The library
            // belongs to the class loader that both classes share.
            System.load(library.toString());
            SQLiteJDBCLoader.initialize();
            loaded = true;
        } catch (UnsatisfiedLinkError e) {
            throw new DatabaseException("SQLite's native library cannot be loaded: " + e.getMessage()
                    + "; if its file system is mounted noexec, set the system property " + PATH_PROPERTY
                    + " to a folder that holds the library and is not", e);
        } catch (Exception e) {
            throw new DatabaseException("SQLite's driver cannot be started with " + library + ": " + e.getMessage(), e);
        }
    }

    private static URL bundled() throws DatabaseException {
        URL library = System.getProperty("os.name").startsWith("Linux")
                ? NativeLibrary.class.getResource("/org/sqlite/native/Linux/" + architecture() + "/libsqlitejdbc.so")
                : null;
        if (library == null) {
            throw new DatabaseException("There is no SQLite library for " + System.getProperty("os.name") + " on "
                    + architecture() + " in this daemon, only for Linux on x86_64 and aarch64; set the system"
                    + " property " + PATH_PROPERTY + " to a folder that holds one");
        }
        return library;
    }

    /** A jar knows the size and the check sum of what it holds, so that a start need not unpack it to compare. */
    static boolean isSame(byte[] there, URL library) throws DatabaseException {
        try {
            if (library.openConnection() instanceof JarURLConnection jar) {
                jar.setUseCaches(false); // which would keep the jar open
                try (JarFile file = jar.getJarFile()) {
                    JarEntry entry = file.getJarEntry(jar.getEntryName());
                    CRC32 checksum = new CRC32();
                    checksum.update(there);
                    return entry.getSize() == there.length && entry.getCrc() == checksum.getValue();
                }
            }
        } catch (IOException e) {
            throw damaged(library, e);
        }
        return Arrays.equals(there, read(library));
    }

    private static byte[] read(URL library) throws DatabaseException {
        try (InputStream stream = library.openStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw damaged(library, e);
        }
    }

    private static DatabaseException damaged(URL library, IOException e) {
        return new DatabaseException("The daemon's jar is damaged: " + library + " cannot be read: " + e, e);
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "amd64".equals(architecture) ? "x86_64" : architecture;
    }
}
