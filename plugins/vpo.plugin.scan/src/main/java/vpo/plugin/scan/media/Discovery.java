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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
     * Walks through a folder.
     *
     * @param root itself may be a link to a folder
     * @param folders is given each folder as soon as it is read, as far as it can be, in no particular order; also those
     *            without a video, but not those whose names are no text
     * @return videos whose names this process cannot write down as text, and so cannot tell anybody
     * @throws IOException if the root cannot be read; then no folder was given
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Path> below(Path root, Consumer<FoundFolder> folders) throws IOException, InterruptedException {
        Walk walk = new Walk();
        folders.accept(new FoundFolder(root, walk.list(root)));
        while (!walk.left.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Path folder = walk.left.pop();
            Map<String, FileStamp> files = walk.listAsFarAsItCanBeRead(folder);
            // What is no text could be taken for another folder that is.
            if (isText(folder)) {
                folders.accept(new FoundFolder(folder, files));
            }
        }
        return walk.unreadableNames;
    }

    /** The extension of a file's name, in lower case and without the dot; empty if it has none. */
    public static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 1 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
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

    /** One walk, with what it has yet to do and cannot tell. */
    private final class Walk {
        private final Deque<Path> left = new ArrayDeque<>();
        private final List<Path> unreadableNames = new ArrayList<>();

        Map<String, FileStamp> list(Path folder) throws IOException {
            Map<String, FileStamp> files = new HashMap<>();
            list(folder, files);
            return files;
        }

        Map<String, FileStamp> listAsFarAsItCanBeRead(Path folder) {
            Map<String, FileStamp> files = new HashMap<>();
            try {
                list(folder, files);
            } catch (IOException e) {
                log.debug("{} is left out, or a part of it, it cannot be read: {}", folder, e.toString());
            }
            return files;
        }

        private void list(Path folder, Map<String, FileStamp> files) throws IOException {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    add(entry, files);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }

        private void add(Path entry, Map<String, FileStamp> files) {
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
                    left.push(entry);
                }
            } else if (attributes.isRegularFile() && extensions.contains(extension(name))) {
                if (isText(entry)) {
                    files.put(name, FileStamp.of(attributes));
                } else {
                    unreadableNames.add(entry);
                }
            }
        }
    }
}
