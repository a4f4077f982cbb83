package vpo.plugin.scan.library;

import java.util.Objects;
import java.util.Optional;

import vpo.plugin.scan.media.FileStamp;

/**
 * A file as the library has it.
 *
 * @param id of its row
 * @param path as it was recorded
 * @param size bytes
 * @param modifiedAt as text
 * @param status {@code ok}, {@code error}, {@code missing} or {@code pending}
 * @param hash of its content; empty if it could not be read, or was not asked for
 */
public record KnownFile(long id, String path, long size, String modifiedAt, String status, Optional<String> hash) {
    /** The file was read and probed. */
    public static final String OK = "ok";
    /** It could not be read or probed. */
    public static final String ERROR = "error";
    /** It was not there any more. */
    public static final String MISSING = "missing";

    /** All parts are needed. */
    public KnownFile {
        Objects.requireNonNull(path);
        Objects.requireNonNull(modifiedAt);
        Objects.requireNonNull(status);
        Objects.requireNonNull(hash);
    }

    /** Whether the library is up to date, as far as the file system can tell. */
    public boolean isCurrent(FileStamp now) {
        return status.equals(OK) && isSame(now, size, modifiedAt);
    }

    /** Whether a file looks as it did when this was recorded. */
    static boolean isSame(FileStamp now, long size, String modifiedAt) {
        return size == now.size() && Timestamps.text(Timestamps.ofFile(now.modified())).equals(modifiedAt);
    }
}
