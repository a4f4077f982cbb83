package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that may be another user's, for root to write in. Its owner can put a link or any other file into the place of
 * what is there, at any moment: so it is opened once, what is done is done in what was opened, no link in it is followed,
 * and nothing that already has a name is written to. What is made in it belongs to its owner.
 */
public final class ForeignFolder implements AutoCloseable {
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OLD = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<?> PRIVATE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final int MOST_BYTES = 1 << 24;

    private final Path path;
    private final SecureDirectoryStream<Path> folder;
    private final UserPrincipal owner;

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** To be called once, with the file open. */
        void writeTo(OutputStream file) throws IOException;
    }

    private ForeignFolder(Path path, SecureDirectoryStream<Path> folder) throws IOException {
        this.path = path;
        this.folder = folder;
        this.owner = folder.getFileAttributeView(FileOwnerAttributeView.class).getOwner();
    }

    /**
     * Opens a folder that the operator has named: the way there may have links.
     *
     * @throws IOException if it is not there, or this user may not look into it
     */
    public static ForeignFolder open(Path path) throws IOException {
        return opened(path, Files.newDirectoryStream(path));
    }

    private static ForeignFolder opened(Path path, DirectoryStream<Path> folder) throws IOException {
        try {
            if (folder instanceof SecureDirectoryStream<Path> secure) {
                return new ForeignFolder(path, secure);
            }
            throw new IOException("this system has no way to write safely to " + path);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Opens a folder in this one.
     *
     * @throws IOException if it is not there, is a link, or belongs to somebody else
     */
    ForeignFolder below(String name) throws IOException {
        Path there = path.resolve(name);
        if (!attributes(name).isDirectory()) {
            throw new IOException(there + " is a link or a file, and not the folder that it should be");
        }
        ForeignFolder below = opened(there, folder.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
        if (!below.owner.equals(owner)) {
            below.close();
            throw new IOException(there + " belongs to " + below.owner.getName() + ", and not to " + owner.getName()
                    + " as " + path + " does");
        }
        return below;
    }

    /**
     * Makes a file that only the folder's owner can read.
     *
     * @throws IOException if there is something of that name, or it cannot be written
     */
    public void write(String name, Content content) throws IOException {
        try (SeekableByteChannel file = folder.newByteChannel(Path.of(name), NEW, PRIVATE)) {
            content.writeTo(Channels.newOutputStream(file));
            handOver(name);
        }
    }

    /**
     * Gives the file to the folder's owner, as the one that is open here: its name may by now be that of another file,
     * one of root's even, by a hard link, which looks like any other file.
     */
    private void handOver(String name) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path each : all) {
                if (leadsTo(each, name)) {
                    if (!Files.getOwner(each).equals(owner)) {
                        Files.setOwner(each, owner);
                    }
                    return;
                }
            }
        }
        throw new IOException(path.resolve(name) + " was taken away while it was being written");
    }

    private static boolean leadsTo(Path open, String name) throws IOException {
        try {
            return Files.readSymbolicLink(open).endsWith(name);
        } catch (NoSuchFileException e) {
            // Another thread has closed it.
            return false;
        }
    }

    /**
     * The text of a file.
     *
     * @return empty if there is none
     * @throws IOException if it is a link or no file, or cannot be read
     */
    Optional<String> read(String name) throws IOException {
        try {
            if (!attributes(name).isRegularFile()) {
                throw new IOException(path.resolve(name) + " is not a file");
            }
            try (InputStream in = Channels.newInputStream(folder.newByteChannel(Path.of(name), OLD))) {
                return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    boolean has(String name) throws IOException {
        try {
            attributes(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private BasicFileAttributes attributes(String name) throws IOException {
        return folder.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Gives a file another name, in place of what had that. */
    public void rename(String from, String to) throws IOException {
        folder.move(Path.of(from), folder, Path.of(to));
    }

    /** Brings a file's content to the disk. */
    public void force(String name) throws IOException {
        try (SeekableByteChannel file = folder.newByteChannel(Path.of(name), OLD)) {
            if (file instanceof FileChannel there) {
                there.force(true);
            }
        }
    }

    /** Brings the names in it to the disk. */
    public void force() throws IOException {
        force(".");
    }

    /**
     * Deletes a file, or a link itself.
     *
     * @return false if there is none
     */
    public boolean delete(String name) throws IOException {
        try {
            folder.deleteFile(Path.of(name));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
