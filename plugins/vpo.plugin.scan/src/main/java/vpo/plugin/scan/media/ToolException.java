package vpo.plugin.scan.media;

/** ffprobe cannot be used, whatever the file. The message says why and what to do, in one line. */
public final class ToolException extends Exception {
    private static final long serialVersionUID = 1L;

    ToolException(String message) {
        super(message);
    }

    ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
