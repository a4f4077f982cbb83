package vpo.launcher.cli;

import java.io.IOException;

/** An answer has more bytes than a command keeps in memory. */
final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
        super("too long");
    }
}
