package vpo.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses a text as Debian's policy asks: as small as can be, and without the time. */
final class Gzip {
    /** The byte of the header that tells how hard the compressor has tried, and its value for the hardest. */
    private static final int EFFORT = 8;
    private static final byte BEST = 2;

    private Gzip() {}

    /** Makes the folder, too. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, compressed(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        }
        byte[] compressed = out.toByteArray();
        compressed[EFFORT] = BEST;
        return compressed;
    }
}
