package vpo.access.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A text that must be known word for word. Only its hash is kept, and comparing tells nothing by the time it takes. */
final class Secret {
    private final byte[] hash;

    private Secret(byte[] hash) {
        this.hash = hash;
    }

    static Secret of(String text) {
        return new Secret(hash(text));
    }

    boolean is(String text) {
        return MessageDigest.isEqual(hash, hash(text));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
