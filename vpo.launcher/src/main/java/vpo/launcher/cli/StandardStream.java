package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where each of the standard streams leads. Java tells only of input and output together whether that is a terminal. */
enum StandardStream {
    INPUT(0), OUTPUT(1), ERRORS(2);

    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/[0-9]+|tty.*|console|hvc[0-9]+)");
    private static final Pattern READER = Pattern.compile("(pipe|socket):.*");

    private final Path link;

    StandardStream(int descriptor) {
        this.link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    /** A file's name, or such as {@code pipe:[4711]}; empty where the system does not tell. */
    private Optional<String> target() {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a pipe or a socket, which has a reader that may go. */
    boolean isReadBySomebody() {
        return target().filter(READER.asMatchPredicate()).isPresent();
    }

    /** Whether somebody sits there, at a terminal. */
    boolean isTerminal() {
        return target().filter(StandardStream::isTerminal).isPresent();
    }

    /** Whether the terminal also knows how to clear a line and to colour it. */
    boolean canClearLines() {
        return isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * @param target of a link of the system's to an open file
     */
    static boolean isTerminal(String target) {
        return TERMINAL.matcher(target).matches();
    }
}
