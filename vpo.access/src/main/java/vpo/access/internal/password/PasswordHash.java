package vpo.access.internal.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a password: PBKDF2 with HMAC-SHA-512, of the JDK. Whoever gets hold of it has to try passwords, at a
 * cost of about 0.2 s each.
 */
public final class PasswordHash {
    /**
     * Fewer characters than a token's, which nobody has to remember: with this many, and no more than a handful of
     * tries a minute, guessing is hopeless unless the password stands in a list of leaked ones.
     */
    public static final int SHORTEST = 12;

    /** In the data directory. */
    public static final String FILE = "console-password";

    private static final String FORMAT = "pbkdf2-sha512";
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    /** OWASP's recommendation for this function. */
    private static final int ITERATIONS = 210_000;
    /** A file with more would keep the daemon busy for minutes. */
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Of a new password; takes about 0.2 s. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(ITERATIONS, salt, derive(password, salt, ITERATIONS, HASH_BYTES));
    }

    /**
     * What {@link #toString()} has made.
     *
     * @return empty if it is something else
     */
    public static Optional<PasswordHash> parse(String text) {
        String[] parts = text.strip().split("\\$");
        if (parts.length != 4 || !parts[0].equals(FORMAT)) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            return iterations >= ITERATIONS && iterations <= MOST_ITERATIONS && salt.length >= SALT_BYTES
                    && hash.length >= HASH_BYTES
                            ? Optional.of(new PasswordHash(iterations, salt, hash))
                            : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is this password's; takes about 0.2 s, whatever the outcome. Any thread. */
    public boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations, hash.length));
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations, int bytes) {
        // The same letter is typed as one character here and as two there.
        char[] composed = Normalizer.normalize(new String(password), Normalizer.Form.NFC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(composed, salt, iterations, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            spec.clearPassword();
            Arrays.fill(composed, '\0');
        }
    }

    /** One line, as it is kept. */
    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join("$", FORMAT, Integer.toString(iterations), base64.encodeToString(salt),
                base64.encodeToString(hash));
    }
}
