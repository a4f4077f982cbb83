package vpo.plugin.scan.media;

/** A file cannot be probed. The message says why, in one line. */
public final class ProbeException extends Exception {
    private static final long serialVersionUID = 1L;

    ProbeException(String message) {
        super(message);
    }

    ProbeException(String message, Throwable cause) {
        super(message, cause);
    }
}
