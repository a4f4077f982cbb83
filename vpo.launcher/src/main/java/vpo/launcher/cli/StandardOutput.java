package vpo.launcher.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The standard output of a command, which remembers why it could not be written. {@code System.out} only knows that
 * something was wrong.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private IOException failed;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /** To print with, each line at once. */
    PrintWriter writer() {
        return new PrintWriter(this, true, Charset.defaultCharset());
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (failed != null) {
            // A full disk may have room again, but what is written then would follow a gap.
            throw failed;
        }
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    /**
     * Why something was not written; empty if all was, or whoever reads has enough. Of a pipe or a socket only its reader
     * can be the reason: the system's words for that are in any language.
     */
    synchronized Optional<String> problem() {
        return Optional.ofNullable(failed).filter(_ -> !StandardStream.OUTPUT.isReadBySomebody())
                .map(IOException::getMessage);
    }
}
