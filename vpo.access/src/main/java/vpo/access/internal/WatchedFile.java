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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What stands in a small file, read again when the file has changed. A file that is no good holds nothing: whoever takes
 * a credential away wants nobody to come in with it. Any thread.
 *
 * @param <T> what it holds
 */
final class WatchedFile<T> {
    private static final int MOST_BYTES = 4096;

    /** Makes a value of the file's text. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * @throws Unusable if the text is none
         */
        T read(String text) throws Unusable;
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
    private Optional<Stamp> seen = Optional.empty();
    private Optional<T> value = Optional.empty();

    /**
     * @param warning told of what is wrong with the file, once for each time that it is
     */
    WatchedFile(Path file, Reader<T> reader, Consumer<String> warning) {
        this.file = file;
        this.reader = reader;
        this.warning = warning;
    }

    Path file() {
        return file;
    }

    /** What the file holds now. */
    synchronized Optional<T> value() {
        Optional<Stamp> now = stamp();
        if (!now.equals(seen)) {
            seen = now;
            try {
                value = now.isEmpty() ? Optional.empty() : Optional.of(load());
                if (now.isEmpty()) {
                    warning.accept(file + " is gone");
                }
            } catch (IOException | Unusable e) {
                value = Optional.empty();
                warning.accept(reason(e));
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
            seen = stamp();
            value = Optional.of(load());
        } catch (IOException e) {
            throw new Unusable(reason(e));
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
        try (InputStream in = Files.newInputStream(file)) {
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

    private String reason(Exception e) {
        return switch (e) {
            case Unusable unusable -> unusable.getMessage();
            case NoSuchFileException _ -> file + " is not there";
            default -> file + " cannot be read: " + e;
        };
    }
}
