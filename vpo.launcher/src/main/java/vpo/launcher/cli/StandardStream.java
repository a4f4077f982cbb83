package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which of the standard streams are a terminal's. Java tells it of input and output together only. */
enum Terminal {
    INPUT(0), OUTPUT(1), ERRORS(2);

    private static final Pattern DEVICE = Pattern.compile("/dev/(pts/[0-9]+|tty.*|console|hvc[0-9]+)");

    private final Path link;

    Terminal(int descriptor) {
        this.link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    /** Whether somebody sits there; false where the system does not tell. */
    boolean isThere() {
        try {
            return isDevice(Files.readSymbolicLink(link));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether it also knows how to clear a line and to colour it. */
    boolean canClearLines() {
        return isThere() && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * @param target of a link of the system's to an open file
     */
    static boolean isDevice(Path target) {
        return DEVICE.matcher(target.toString()).matches();
    }
}
