package vpo.plugin.scan.media;

/** A file cannot be probed. The message says why, in one line. */
public final class ProbeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean bySignal;

    ProbeException(String message) {
        this(message, false);
    }

    /** @param bySignal whether a signal has ended ffprobe */
    ProbeException(String message, boolean bySignal) {
        super(message);
        this.bySignal = bySignal;
    }

    ProbeException(String message, Throwable cause) {
        super(message, cause);
        this.bySignal = false;
    }

    /** Whether a signal has ended ffprobe, which need not be about the file. */
    public boolean isBySignal() {
        return bySignal;
    }
}
