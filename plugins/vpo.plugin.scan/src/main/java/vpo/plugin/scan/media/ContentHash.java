package vpo.plugin.scan.media;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** Tells files apart by their beginning, their end and their size: {@code xxh64:A:B:SIZE}. */
public final class ContentHash {
    private static final XXHash64 XXH64 = XXHashFactory.safeInstance().hash64();
    private static final long SEED = 0;
    /** What is read of a large file, at either end. */
    private static final int CHUNK = 64 * 1024;

    private ContentHash() {}

    /**
     * Reads what is needed of a file, 128 KiB at most.
     *
     * @throws IOException if it cannot be read, is a link, or is cut while it is read
     */
    public static String of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            if (size < 2 * CHUNK) {
                long whole = hash(channel, 0, (int) size);
                return text(whole, whole, size);
            }
            return text(hash(channel, 0, CHUNK), hash(channel, size - CHUNK, CHUNK), size);
        }
    }

    private static long hash(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return XXH64.hash(bytes.flip(), SEED);
    }

    private static String text(long first, long last, long size) {
        HexFormat hex = HexFormat.of();
        return "xxh64:" + hex.toHexDigits(first) + ":" + hex.toHexDigits(last) + ":" + size;
    }
}
