package vpo.access.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The token of this life of the daemon: whoever can read its file, which is the daemon's user and root, may administrate.
 * The command line sends it.
 */
final class LocalToken {
    /** In the data directory. */
    static final String FILE = "admin-token";

    private static final int BYTES = 32;

    private final Path file;
    private final String text;
    private final Secret secret;

    private LocalToken(Path file, String text) {
        this.file = file;
        this.text = text;
        this.secret = Secret.of(text);
    }

    /** Makes a new one, in the place of one that an earlier life may have left. */
    static LocalToken create(Path data) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        LocalToken token = new LocalToken(data.resolve(FILE),
                Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Path part = data.resolve(FILE + ".part");
        Files.deleteIfExists(part);
        try (SeekableByteChannel out = Files.newByteChannel(part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap((token.text + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        Files.move(part, token.file, StandardCopyOption.ATOMIC_MOVE);
        return token;
    }

    boolean is(String text) {
        return secret.is(text);
    }

    /** Removes the file, unless it is another's by now. */
    void remove() throws IOException {
        if (Files.exists(file) && Files.readString(file, StandardCharsets.UTF_8).strip().equals(text)) {
            Files.delete(file);
        }
    }
}
