package vpo.config.internal.toml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads a file's text: bounded, never from a device, and with an error that names the place. */
public final class TomlFile {
    /** The largest file that is read, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    private TomlFile() {}

    /**
     * The text of a file.
     *
     * @return empty if there is no such file
     * @throws TomlException if it cannot be read as text; passing if the system could not read it for a reason that is
     *             not the file's, such as too many open files or a server that does not answer
     */
    public static Optional<String> read(Path file) throws TomlException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new TomlException("is a directory, expected a file");
            }
            // Opening a fifo or a device could block for ever.
            if (!attributes.isRegularFile()) {
                throw new TomlException("is not a regular file");
            }
            if (attributes.size() > MAX_BYTES) {
                throw tooLarge(attributes.size() + " bytes");
            }
            return Optional.of(text(bytes(file)));
        } catch (NoSuchFileException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new TomlException("is a symbolic link to a file that does not exist");
            }
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new TomlException("permission denied: make it readable for the user that runs vpo");
        } catch (FileSystemLoopException e) {
            throw new TomlException("is a symbolic link that leads back to itself");
        } catch (FileSystemException e) {
            String message = "cannot be read: " + (e.getReason() == null ? e.getMessage() : e.getReason());
            throw isLoop(e) ? new TomlException(message) : new TomlException(message, e);
        } catch (IOException e) {
            throw new TomlException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** Most links that lead back to themselves have no exception of their own, but these words of the JDK. */
    private static boolean isLoop(FileSystemException e) {
        return e.getReason() != null && e.getReason().endsWith("unable to access attributes of symbolic link");
    }

    private static byte[] bytes(Path file) throws IOException, TomlException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge("more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static TomlException tooLarge(String size) {
        return new TomlException("is too large: " + size + ", at most " + MAX_BYTES + " are read");
    }

    /** Decodes; visible for tests. */
    static String text(byte[] bytes) throws TomlException {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            throw new TomlException(new Position(1, 1),
                    "starts with a byte order mark: save the file as UTF-8 without BOM");
        }
        if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
            throw new TomlException(new Position(1, 1), "is UTF-16: save the file as UTF-8 without BOM");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new TomlException(end(text), String.format("is not UTF-8: byte 0x%02X", bytes[in.position()]));
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new TomlException(end(text.substring(0, nul)), "holds a NUL byte: this is not a text file");
        }
        return text;
    }

    private static boolean starts(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (Byte.toUnsignedInt(bytes[i]) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** The place just behind the text. */
    private static Position end(String text) {
        int lines = (int) text.chars().filter(c -> c == '\n').count();
        return new Position(lines + 1, text.length() - text.lastIndexOf('\n'));
    }
}
