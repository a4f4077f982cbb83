package vpo.plugin.scan.media;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the videos below a folder. Hidden folders (but not the root), symbolic links and entries that cannot be read
 * are left out; hidden files are not.
 *
 * @param extensions that videos have, in lower case and without the dot
 */
public record Discovery(Set<String> extensions) {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);
    private static final boolean UTF_8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    private static final char REPLACEMENT = '\uFFFD';

    /** Copies the set. */
    public Discovery {
        extensions = Set.copyOf(extensions);
    }

    /**
     * What was found.
     *
     * @param files in no particular order
     * @param unreadableNames videos whose names this process cannot write down as text, and so cannot tell anybody
     */
    public record Found(List<FoundFile> files, List<Path> unreadableNames) {}

    /**
     * Walks through a folder.
     *
     * @param root itself may be a link to a folder
     * @throws IOException if the root cannot be read
     * @throws InterruptedException if the thread was interrupted
     */
    public Found below(Path root) throws IOException, InterruptedException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        Deque<Path> folders = new ArrayDeque<>();
        list(root, folders, found);
        while (!folders.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Path folder = folders.pop();
            try {
                list(folder, folders, found);
            } catch (IOException e) {
                log.debug("{} is left out, it cannot be read: {}", folder, e.toString());
            }
        }
        return found;
    }

    /** The extension of a file's name, in lower case and without the dot; empty if it has none. */
    public static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private void list(Path folder, Deque<Path> folders, Found found) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                add(entry, folders, found);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path entry, Deque<Path> folders, Found found) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            log.debug("{} is left out, it cannot be read: {}", entry, e.toString());
            return;
        }
        String name = entry.getFileName().toString();
        if (attributes.isDirectory()) {
            if (!name.startsWith(".")) {
                folders.push(entry);
            }
        } else if (attributes.isRegularFile() && extensions.contains(extension(name))) {
            if (isText(entry)) {
                found.files.add(new FoundFile(entry, FileStamp.of(attributes)));
            } else {
                found.unreadableNames.add(entry);
            }
        }
    }

    /**
     * Whether the path is the same after it was written down: a name need not be text in this process's character set.
     */
    private static boolean isText(Path path) {
        // In UTF-8, what is no text becomes this character; a name may hold it by itself, too.
        if (UTF_8 && path.toString().indexOf(REPLACEMENT) < 0) {
            return true;
        }
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            log.trace("Not text", e);
            return false;
        }
    }
}
