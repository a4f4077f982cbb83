package vpo.database;

import java.time.Instant;
import java.util.Objects;

/**
 * Whether the library's database can be used.
 *
 * @param connected whether it was read, and found to be in order, within the last few seconds
 * @param detail a few words that say why, such as {@code file is missing}; they name no path and may be shown to
 *            clients
 * @param since when it became so
 */
public record DatabaseStatus(boolean connected, String detail, Instant since) {

    /** All parts are needed. */
    public DatabaseStatus {
        Objects.requireNonNull(detail);
        Objects.requireNonNull(since);
    }
}
