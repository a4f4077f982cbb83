package vpo.launcher.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A stream whose lines are logged, to stand in for {@code System.out} and {@code System.err}: what a library or plugin
 * prints would otherwise be a line that is in no format.
 */
final class LineLogger extends OutputStream {
    /** What is printed without an end of line is cut into pieces of this size, in bytes. */
    private static final int LONGEST = 8192;

    private final org.slf4j.Logger target;
    private final Level level;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineLogger(String name, Level level) {
        this.target = LoggerFactory.getLogger(name);
        this.level = level;
    }

    /** What to print to. Its own lock keeps the lines of several threads apart. */
    PrintStream printing() {
        return new PrintStream(this, false, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            log();
        } else if (b != '\r') {
            line.write(b);
            if (line.size() == LONGEST) {
                log();
            }
        }
    }

    /** Logs what is left; what comes later is logged too. A mere flush does not: those come in the midst of a line. */
    @Override
    public synchronized void close() {
        log();
    }

    private void log() {
        if (line.size() > 0) {
            String text = line.toString(StandardCharsets.UTF_8);
            // Before it is logged, as that may print again.
            line.reset();
            target.atLevel(level).log(text);
        }
    }
}
