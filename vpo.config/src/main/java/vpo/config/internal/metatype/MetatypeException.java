package vpo.config.internal.metatype;

import java.io.IOException;

/** A metatype that cannot be read. The message says why, without its subject. */
public final class MetatypeException extends IOException {
    private static final long serialVersionUID = 1L;

    MetatypeException(String message) {
        super(message);
    }

    MetatypeException(String message, Exception cause) {
        super(message, cause);
    }
}
