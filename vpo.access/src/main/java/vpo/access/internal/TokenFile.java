package vpo.access.internal;

import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.access.internal.Operators.Verdict;
import vpo.access.internal.WatchedFile.Unusable;

/** A token in the first line of a file of the operator's, or of the service manager's. */
final class TokenFile implements Operators.Source {
    private static final Logger log = LoggerFactory.getLogger("vpo.access");
    /** As for the one in the configuration. */
    private static final int SHORTEST = 16;

    private final String what;
    private final WatchedFile<Secret> file;

    private TokenFile(String what, Path path) {
        this.what = what;
        this.file = new WatchedFile<>(path, TokenFile::read, this::warn);
    }

    /**
     * @param what the setting that names the file, for messages
     */
    static TokenFile of(String what, Path path) {
        return new TokenFile(what, path);
    }

    private void warn(String problem) {
        log.warn("{}: {}: nobody gets in with it until that is mended", what, problem);
    }

    /** Checks that it holds a token. */
    void require() throws Unusable {
        try {
            file.require();
        } catch (Unusable e) {
            throw new Unusable(what + ": " + e.getMessage());
        }
    }

    /** Warns if it holds none. */
    void tell() {
        try {
            file.require();
        } catch (Unusable e) {
            warn(e.getMessage());
        }
    }

    private static Secret read(String text) throws Unusable {
        String token = text.lines().findFirst().orElse("").strip();
        if (token.length() < SHORTEST) {
            throw new Unusable(token.isEmpty()
                    ? "has no token in its first line"
                    : "has a token of less than " + SHORTEST + " characters");
        }
        return Secret.of(token);
    }

    @Override
    public boolean isThere() {
        return file.value().isPresent();
    }

    @Override
    public Verdict check(String password) {
        return file.value().filter(secret -> secret.is(password)).isPresent() ? Verdict.RIGHT : Verdict.WRONG;
    }
}
