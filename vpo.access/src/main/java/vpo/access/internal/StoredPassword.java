package vpo.access.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.access.internal.Operators.Verdict;
import vpo.access.internal.WatchedFile.Unusable;
import vpo.access.internal.password.PasswordHash;

/**
 * The password that {@code vpo console set-password} has stored. To check one costs as much time as it is meant to cost;
 * so only a few are checked at once, and the last right one is known again by a mark.
 */
final class StoredPassword implements Operators.Source {
    private static final Logger log = LoggerFactory.getLogger("vpo.access");
    private static final int AT_ONCE = 2;

    private final WatchedFile<Known> file;
    private final Seal seal;
    private final Semaphore checks = new Semaphore(AT_ONCE);

    /** A hash, and the mark of the password that it is of, once that was given. */
    private static final class Known {
        private final PasswordHash hash;
        private volatile byte[] mark;

        Known(PasswordHash hash) {
            this.hash = hash;
        }
    }

    StoredPassword(Path data, Seal seal) {
        this.seal = seal;
        this.file = new WatchedFile<>(data.resolve(PasswordHash.FILE), StoredPassword::read,
                problem -> log.warn("the stored password: {}", problem));
    }

    private static Known read(String text) throws Unusable {
        return new Known(PasswordHash.parse(text).orElseThrow(() -> new Unusable(
                "is not what 'vpo console set-password' writes: nobody gets in with it until it is set again")));
    }

    @Override
    public boolean isThere() {
        return file.value().isPresent();
    }

    @Override
    public Verdict check(String password) {
        Optional<Known> known = file.value();
        return known.isPresent() ? check(known.get(), password) : Verdict.WRONG;
    }

    private Verdict check(Known known, String password) {
        byte[] mark = seal.of("password", password).getBytes(StandardCharsets.US_ASCII);
        if (MessageDigest.isEqual(mark, known.mark)) {
            return Verdict.RIGHT;
        }
        if (!checks.tryAcquire()) {
            return Verdict.BUSY;
        }
        try {
            if (!known.hash.matches(password.toCharArray())) {
                return Verdict.WRONG;
            }
            known.mark = mark;
            return Verdict.RIGHT;
        } finally {
            checks.release();
        }
    }
}
