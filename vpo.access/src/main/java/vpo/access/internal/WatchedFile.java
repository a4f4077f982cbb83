package vpo.access.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What stands in a small file, read again when the file has changed. A file that is no good holds nothing: whoever takes
 * a credential away wants nobody to come in with it. Any thread.
 *
 * @param <T> what it holds
 */
final class WatchedFile<T> {
    private static final int MOST_BYTES = 4096;
    /** A file that could not be read is tried again, but not with every request. */
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    /** Makes a value of the file's text. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * @throws Unusable if the text is none
         */
        T read(String text) throws Unusable;
    }

    /** Opens a file. */
    @FunctionalInterface
    interface Opener {
        InputStream open(Path file) throws IOException;
    }

    /** Why a file is no good, to follow its name. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** What tells one content from another without reading it. */
    private record Stamp(Object key, Object modified, Object changed, long size) {}

    private final Path file;
    private final Reader<T> reader;
    private final Consumer<String> warning;
    private final Opener opener;
    private final LongSupplier nanos;
    private Optional<Stamp> seen = Optional.empty();
    /** What was seen has not been read, though it may be good. */
    private boolean unread;
    /** Why what was seen cannot be read is known. */
    private boolean told;
    private long tried;
    private Optional<T> value = Optional.empty();

    /**
     * @param warning told of what is wrong with the file, once for each time that it is
     */
    WatchedFile(Path file, Reader<T> reader, Consumer<String> warning) {
        this(file, reader, warning, Files::newInputStream, System::nanoTime);
    }

    /**
     * @param nanos of a monotonic clock
     */
    WatchedFile(Path file, Reader<T> reader, Consumer<String> warning, Opener opener, LongSupplier nanos) {
        this.file = file;
        this.reader = reader;
        this.warning = warning;
        this.opener = opener;
        this.nanos = nanos;
    }

    Path file() {
        return file;
    }

    /** What the file holds now. */
    synchronized Optional<T> value() {
        Optional<Stamp> now = stamp();
        boolean changed = !now.equals(seen);
        told &= !changed;
        if (changed || unread && nanos.getAsLong() - tried >= PAUSE) {
            try {
                read(now);
                if (now.isEmpty()) {
                    warning.accept(file + " is gone");
                }
            } catch (Unusable e) {
                warning.accept(e.getMessage());
            } catch (IOException e) {
                if (!told) {
                    told = true;
                    warning.accept(reason(e));
                }
            }
        }
        return value;
    }

    /**
     * Reads the file for the first time.
     *
     * @throws Unusable if it is not there, or no good
     */
    synchronized void require() throws Unusable {
        try {
            read(stamp());
            if (seen.isEmpty()) {
                // It says why; or the file has just come, and is read when it is asked for.
                load();
            }
        } catch (IOException e) {
            told = true;
            throw new Unusable(reason(e));
        }
    }

    /** Until it has been read it holds nothing: what failed may be the system, for want of memory or open files. */
    private void read(Optional<Stamp> now) throws IOException, Unusable {
        seen = now;
        value = Optional.empty();
        unread = now.isPresent();
        tried = nanos.getAsLong();
        if (unread) {
            try {
                value = Optional.of(load());
                unread = false;
            } catch (Unusable e) {
                unread = false;
                throw e;
            }
        }
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(now.fileKey(), now.lastModifiedTime(),
                    Files.getAttribute(file, "unix:ctime"), now.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private T load() throws IOException, Unusable {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new Unusable(file + " is no file");
        }
        byte[] bytes;
        try (InputStream in = opener.open(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new Unusable(file + " is larger than " + MOST_BYTES + " bytes");
        }
        try {
            return reader.read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw new Unusable(file + " is not in UTF-8");
        } catch (Unusable e) {
            throw new Unusable(file + " " + e.getMessage());
        }
    }

    private String reason(IOException e) {
        return e instanceof NoSuchFileException ? file + " is not there" : file + " cannot be read: " + e;
    }
}
