package vpo.plugins.internal.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at the plugin folders again and again. A file has settled when two looks in a row find it unchanged. Looking,
 * and not being told, works on every file system, local or not, and costs a {@code stat} for each jar.
 */
public final class PluginFolders {
    private static final String JARS = "*.jar";

    private final List<Path> folders;
    private Map<Path, Stamp> before = Map.of();
    private final Map<Path, Stamp> settled = new HashMap<>();

    /**
     * What one look has found.
     *
     * @param present all jars, settled or not, and those that cannot be looked at
     * @param changed jars that have settled since they were last among these, in the order of their paths
     * @param readable the folders that could be looked into; what is missing from others may be there all the same
     * @param settling whether the next look will tell more: something is new, has changed or has gone since the last one
     */
    public record Look(Set<Path> present, Set<Path> changed, Set<Path> readable, boolean settling) {}

    /**
     * @param folders to look into, not into folders within them
     */
    public PluginFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Looks. */
    public Look look() {
        Map<Path, Stamp> now = new TreeMap<>();
        Set<Path> unseen = new TreeSet<>();
        Set<Path> readable = new HashSet<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, JARS)) {
                for (Path jar : jars) {
                    add(now, unseen, jar);
                }
                readable.add(folder);
            } catch (IOException | DirectoryIteratorException e) {
                // Not there, or not mounted: nothing is known of what is in it.
                continue;
            }
        }
        Set<Path> changed = new TreeSet<>();
        now.forEach((file, stamp) -> {
            if (stamp.equals(before.get(file)) && !stamp.equals(settled.get(file))) {
                settled.put(file, stamp);
                changed.add(file);
            }
        });
        // Whatever keeps it from being looked at, it is taken for what it was.
        unseen.stream().filter(before::containsKey).forEach(file -> now.put(file, before.get(file)));
        Set<Path> present = new TreeSet<>(now.keySet());
        present.addAll(unseen);
        settled.keySet().retainAll(present);
        boolean settling = !now.equals(before);
        before = now;
        return new Look(present, changed, readable, settling);
    }

    /** Makes a settled file one that has changed, for instance because it was changed while it was read. */
    public void forget(Path file) {
        settled.remove(file);
    }

    /** Whether a file is still as it was when it settled. */
    public boolean isUnchanged(Path file) {
        try {
            return Stamp.of(file).equals(settled.get(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static void add(Map<Path, Stamp> now, Set<Path> unseen, Path jar) {
        if (jar.getFileName().toString().startsWith(".")) {
            return;
        }
        try {
            Stamp stamp = Stamp.of(jar);
            if (stamp.isRegularFile()) {
                now.put(jar, stamp);
            }
        } catch (NoSuchFileException e) {
            // Gone since it was listed.
            return;
        } catch (IOException e) {
            // It is there, and a network or a disk fails: that removes no plugin.
            unseen.add(jar);
        }
    }
}
