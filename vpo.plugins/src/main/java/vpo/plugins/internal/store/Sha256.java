package vpo.plugins.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of whole files, as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private Sha256() {}

    /** The hash of a file. */
    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies, and returns the hash of what was copied. */
    static String copy(InputStream from, OutputStream to) throws IOException {
        DigestInputStream in = new DigestInputStream(from, digest());
        in.transferTo(to);
        return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
