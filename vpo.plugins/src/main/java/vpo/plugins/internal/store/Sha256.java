package vpo.plugins.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of whole files, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int BUFFER = 1 << 16;

    private Sha256() {}

    /**
     * The hash of a file.
     *
     * @throws IOException if it cannot be read, or grows meanwhile
     */
    public static String of(Path file) throws IOException {
        return copy(file, OutputStream.nullOutputStream());
    }

    /**
     * Copies a file, no further than it reaches when that begins, and returns the hash of what was copied.
     *
     * @throws IOException if that cannot be done, or the file grows meanwhile: whoever writes may never end
     */
    static String copy(Path file, OutputStream to) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER];
        long left = Files.size(file);
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw new IOException(file + " grows while it is read");
                }
                digest.update(buffer, 0, n);
                to.write(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
