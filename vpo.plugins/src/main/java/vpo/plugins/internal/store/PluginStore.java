package vpo.plugins.internal.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The truth about the plugins: the files of their versions, by SHA-256, and one small file of state for each. A change
 * of state is one atomic rename, so that a kill at any moment leaves the old state or the new one; a version's file is
 * whole and on the disk before a state names it.
 * <p>
 * Not safe for use by several threads at once: the host has one. The folder has one user: the daemon that holds the
 * lock on the data directory.
 */
public final class PluginStore {
    private static final Logger log = LoggerFactory.getLogger(PluginStore.class);
    private static final String STATE = ".properties";
    private static final String JAR = ".jar";
    private static final String DAMAGED = ".damaged";

    private final Path versions;
    private final Path states;
    private final Path parts;
    private final Map<String, PluginState> known = new TreeMap<>();
    private final boolean lasting;

    private PluginStore(Path folder) {
        this.versions = folder.resolve("versions");
        this.states = folder.resolve("state");
        this.parts = folder.resolve("parts");
        this.lasting = true;
    }

    private PluginStore(PluginStore original) {
        this.versions = original.versions;
        this.states = original.states;
        this.parts = original.parts;
        this.known.putAll(original.known);
        this.lasting = false;
    }

    /**
     * A copy to try things with: it has the same files, and what is saved or forgotten in it changes nothing on the
     * disk.
     */
    public PluginStore inMemory() {
        return new PluginStore(this);
    }

    /**
     * Opens the store, makes it if there is none, and clears away what a kill has left behind.
     *
     * @param folder of the store
     * @throws IOException if it cannot be read or written
     */
    public static PluginStore open(Path folder) throws IOException {
        PluginStore store = new PluginStore(folder);
        for (Path each : List.of(folder, store.versions, store.states, store.parts)) {
            DurableFiles.folder(each);
        }
        for (Path part : list(store.parts)) {
            Files.delete(part);
        }
        store.readStates();
        store.sweep(Set.of());
        return store;
    }

    private void readStates() throws IOException {
        for (Path file : list(states)) {
            if (!file.toString().endsWith(STATE)) {
                continue;
            }
            try {
                PluginState state = StateFormat.read(Files.readAllBytes(file));
                if (!file.equals(file(state.symbolicName()))) {
                    throw new IOException("it is the state of " + state.symbolicName());
                }
                known.put(state.symbolicName(), state.keeping(this::isThere));
            } catch (IOException e) {
                // The store itself never writes such a file. What it was about is in the plugin folder still.
                Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
                DurableFiles.rename(file, aside);
                log.warn("{} is damaged ({}): put aside as {}; the plugin is taken from its folder anew", file,
                        e.getMessage(), aside.getFileName());
            }
        }
    }

    /** All states, in the order of their symbolic names. */
    public Collection<PluginState> states() {
        return List.copyOf(known.values());
    }

    /** The state of a bundle. */
    public Optional<PluginState> state(String symbolicName) {
        return Optional.ofNullable(known.get(symbolicName));
    }

    /** The file of a version, there or not. */
    public Path jar(String hash) {
        return versions.resolve(hash + JAR);
    }

    /** Whether the file of a version is there and has that hash. */
    public boolean holds(String hash) throws IOException {
        Path jar = jar(hash);
        return Files.isRegularFile(jar) && Sha256.of(jar).equals(hash);
    }

    /**
     * Copies a file into the store. What comes later looks at the copy only, so that what was checked is what runs.
     *
     * @return the hash of the bytes that were copied
     * @throws IOException if the file cannot be read, or grows meanwhile, or the copy cannot be written
     */
    public String add(Path file) throws IOException {
        Path part = Files.createTempFile(parts, "version", null);
        try {
            String hash;
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                hash = Sha256.copy(file, out);
                channel.force(true);
            }
            DurableFiles.rename(part, jar(hash));
            return hash;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Copies the file of a version out of the store; what is there under that name is replaced.
     *
     * @param file in a folder that is there; as long as it is not whole, it has another name, which begins with a dot
     * @throws IOException if it cannot be written; then what was there is there still
     */
    public void copyOut(String hash, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.copy(jar(hash), part, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.force(part);
            DurableFiles.rename(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Puts a state in place of the one before it. An earlier version whose file somebody has deleted is kept no longer;
     * the active one stays the active one, and can be changed otherwise.
     *
     * @throws IllegalArgumentException if the file of a version that becomes the active one is not there
     */
    public void save(PluginState asked) throws IOException {
        PluginState state = asked.keeping(this::isThere);
        Optional<String> before = state(state.symbolicName()).flatMap(PluginState::active);
        Optional<String> missing = state.active().filter(each -> !isThere(each) && !before.equals(state.active()));
        if (missing.isPresent()) {
            throw new IllegalArgumentException(
                    "no file of the version " + missing.get() + " of " + state.symbolicName());
        }
        if (lasting) {
            DurableFiles.replace(file(state.symbolicName()), StateFormat.write(state),
                    parts.resolve(state.symbolicName() + STATE));
        }
        known.put(state.symbolicName(), state);
    }

    private boolean isThere(String hash) {
        return Files.isRegularFile(jar(hash));
    }

    /** Forgets a bundle: its state at once, its versions with the next {@link #sweep}. */
    public void forget(String symbolicName) throws IOException {
        if (lasting) {
            DurableFiles.delete(file(symbolicName));
        }
        known.remove(symbolicName);
    }

    /**
     * Deletes the files of versions that no state names.
     *
     * @param inUse hashes to leave all the same
     * @return the hashes of those that were deleted
     */
    public Set<String> sweep(Set<String> inUse) throws IOException {
        Set<String> swept = new HashSet<>();
        if (!lasting) {
            return swept;
        }
        Set<Path> named = Stream.concat(inUse.stream(), known.values().stream().flatMap(each -> each.kept().stream()))
                .map(this::jar).collect(Collectors.toSet());
        for (Path file : list(versions)) {
            if (!named.contains(file)) {
                Files.delete(file);
                swept.add(file.getFileName().toString().replace(JAR, ""));
            }
        }
        return swept;
    }

    /**
     * Forgets the oldest quarantines of versions whose files have gone.
     *
     * @param there hashes of all files in the plugin folders
     */
    public void forgetQuarantines(Set<String> there) throws IOException {
        for (PluginState state : states()) {
            PluginState less = state.forgettingAbsent(there::contains);
            if (!less.equals(state)) {
                save(less);
            }
        }
    }

    private Path file(String symbolicName) {
        return states.resolve(symbolicName + STATE);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
